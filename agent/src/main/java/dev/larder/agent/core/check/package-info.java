/**
 * Decides which annotations of a method can be supported, and refuses the others, each by itself.
 *
 * <p>Entry point: {@link dev.larder.agent.core.check.MethodCheck}. Reads class files only; what only loaded classes
 * show is refused when the method is linked.
 */
@NullMarked
package dev.larder.agent.core.check;

import org.jspecify.annotations.NullMarked;
