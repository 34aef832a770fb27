/**
 * For processes that must not run without Redis: holds them back until it is there, and ends them when it is not.
 *
 * <p>Entry point: {@link dev.larder.agent.core.required.RequiredRedis}. Only {@link
 * dev.larder.agent.core.required.ProcessEnd} ends a process. Both are thread-safe.
 */
@NullMarked
package dev.larder.agent.core.required;

import org.jspecify.annotations.NullMarked;
