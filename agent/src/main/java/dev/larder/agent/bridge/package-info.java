/**
 * The interface between the application and the agent's core, and the loader that isolates the core.
 *
 * <p>Entry points: {@link dev.larder.agent.bridge.Bootstrap}, which woven code names, and {@link
 * dev.larder.agent.bridge.Programmatic}, which the annotations' API looks for. On the system class path, visible to the
 * application; JDK types only in every signature. All of it is loaded before the application runs, so that the agent's
 * jar is not needed for it later.
 *
 * <p>Called from any thread of the application.
 */
@NullMarked
package dev.larder.agent.bridge;

import org.jspecify.annotations.NullMarked;
