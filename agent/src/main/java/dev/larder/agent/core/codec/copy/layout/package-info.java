/**
 * What is known of the classes whose objects are copied: which fields they have, and how one of them is copied.
 *
 * <p>{@link dev.larder.agent.core.codec.copy.layout.Layout} is the entrance. Everything here is about classes, and is kept by
 * them; nothing is about one value.
 */
@NullMarked
package dev.larder.agent.core.codec.copy.layout;

import org.jspecify.annotations.NullMarked;
