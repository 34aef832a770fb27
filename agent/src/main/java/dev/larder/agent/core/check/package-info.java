/**
 * Decides whether what the annotations of a method ask for can be had, and refuses what cannot, each annotation by itself.
 *
 * <p>Entry point: {@link dev.larder.agent.core.check.MethodCheck}. Knows class files alone; what only the loaded classes show
 * is refused when the method is linked.
 */
@NullMarked
package dev.larder.agent.core.check;

import org.jspecify.annotations.NullMarked;
