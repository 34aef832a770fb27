/**
 * Commands and scripts on one connection: sent, awaited within a budget, and checked to be answered in their order.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.redis.command.RedisSession}. Thread-safe: all callers share the connection, and
 * each waits on its own thread.
 */
@NullMarked
package dev.larder.agent.core.store.redis.command;

import org.jspecify.annotations.NullMarked;
