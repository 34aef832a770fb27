/**
 * What every other package of the core stands on: time, threads, the agent's own log and what helps its wording,
 * and what is kept for a class loader without keeping the loader.
 *
 * <p>Not a drawer for utilities. Sole owner of thread creation and of {@link java.lang.System#nanoTime()}.
 */
@NullMarked
package dev.larder.agent.core.base;

import org.jspecify.annotations.NullMarked;
