/**
 * Kotlin's suspend functions, which are started and awaited through the application's own libraries.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.coroutine.Coroutines}. Thread-safe. Held by call sites alone, since it refers
 * to the application's classes.
 */
@NullMarked
package dev.larder.agent.core.link.coroutine;

import org.jspecify.annotations.NullMarked;
