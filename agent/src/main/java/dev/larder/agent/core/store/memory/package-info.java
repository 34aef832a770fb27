/**
 * The store in this process: bounded, and with the same leases as Redis.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.memory.MemoryStore}. Thread-safe; all upkeep happens on the
 * callers' threads, so there is no thread of its own. Sole owner of Caffeine.
 */
@NullMarked
package dev.larder.agent.core.store.memory;

import org.jspecify.annotations.NullMarked;
