/**
 * The base of all other packages of the core: time, threads, the agent's own log and its texts, values kept for a
 * class loader without keeping the loader alive, and access to modules that are closed to reflection.
 *
 * <p>Not a place for utilities. Sole owner of thread creation and of {@link java.lang.System#nanoTime()}.
 */
@NullMarked
package dev.larder.agent.core.base;

import org.jspecify.annotations.NullMarked;
