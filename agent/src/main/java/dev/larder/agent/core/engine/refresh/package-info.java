/**
 * Replaces entries that are stale, or will be soon, while callers get the values they have.
 *
 * <p>Entry point: {@link dev.larder.agent.core.engine.refresh.MethodRefreshes}. Thread-safe; a refresh runs on a thread of its own
 * or on one caller's, and no other caller waits for it.
 */
@NullMarked
package dev.larder.agent.core.engine.refresh;

import org.jspecify.annotations.NullMarked;
