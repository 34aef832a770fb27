/** Superclasses of the scenarios in another package, whose methods without a modifier those cannot override. */
@NullMarked
package dev.larder.agent.core.link.receiver.scenarios.elsewhere;

import org.jspecify.annotations.NullMarked;
