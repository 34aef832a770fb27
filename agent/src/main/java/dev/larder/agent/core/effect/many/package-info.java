/**
 * A put of many values: what it is for, and which value belongs to which id.
 *
 * <p>Entry points: {@link dev.larder.agent.core.effect.many.PutElements}, {@link dev.larder.agent.core.effect.many.PutValues}.
 * Immutable; read collections of the application on the caller's thread.
 */
@NullMarked
package dev.larder.agent.core.effect.many;

import org.jspecify.annotations.NullMarked;
