/**
 * The store in this process: bounded, with the same leases as the store in Redis.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.memory.MemoryStore}. Thread-safe. It has no thread of its own:
 * callers remove expired entries, a few at a time, and an executor passed to it keeps the bounds. Sole owner of
 * Caffeine.
 */
@NullMarked
package dev.larder.agent.core.store.memory;

import org.jspecify.annotations.NullMarked;
