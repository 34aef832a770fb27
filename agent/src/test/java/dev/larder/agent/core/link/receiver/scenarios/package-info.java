/**
 * Objects whose cached methods read what they hold. They are run in woven twins of their classes, by
 * {@code dev.larder.agent.core.link.Scenarios}; those of one file have a theme in common.
 */
@NullMarked
package dev.larder.agent.core.link.receiver.scenarios;

import org.jspecify.annotations.NullMarked;
