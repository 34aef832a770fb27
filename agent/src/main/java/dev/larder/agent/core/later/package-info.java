/**
 * The threads of calls whose result comes later, and whose callers wait for nothing.
 *
 * <p>Entry point: {@link dev.larder.agent.core.later.LaterThreads}. Thread-safe.
 */
@NullMarked
package dev.larder.agent.core.later;

import org.jspecify.annotations.NullMarked;
