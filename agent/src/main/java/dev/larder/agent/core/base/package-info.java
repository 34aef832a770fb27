/**
 * What every other package of the core stands on: time, threads and the agent's own log.
 *
 * <p>Not a drawer for utilities. Sole owner of thread creation and of {@link java.lang.System#nanoTime()}.
 */
@NullMarked
package dev.larder.agent.core.base;

import org.jspecify.annotations.NullMarked;
