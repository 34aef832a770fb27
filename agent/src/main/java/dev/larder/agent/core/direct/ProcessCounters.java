package dev.larder.agent.core.direct;

import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counters of this process, for when no store can count: caching is switched off, has not started, or has failed.
 *
 * <p><b>Threads.</b> Thread-safe. The store for them is created with the first counter.
 */
final class ProcessCounters {

    private final Supplier<? extends CacheStore> memory;
    private final RoomyThreads threads;
    private final Supplier<Budget> budgets;

    /** Publishes the store; null until something was counted. */
    private volatile @Nullable CacheStore counters;

    /** @param memory makes a store that never fails nor waits */
    ProcessCounters(Supplier<? extends CacheStore> memory, RoomyThreads threads, Supplier<Budget> budgets) {
        this.memory = memory;
        this.threads = threads;
        this.budgets = budgets;
    }

    /**
     * Adds to a counter.
     *
     * @throws ArithmeticException beyond a long
     */
    long increment(String key, long by, long ttlMillis) throws StoreException {
        return threads.<Long, StoreException>run(() -> made().increment(key, by, ttlMillis, budgets.get()));
    }

    private CacheStore made() {
        CacheStore made = counters;
        return made == null ? make() : made;
    }

    private synchronized CacheStore make() {
        CacheStore made = counters;
        if (made == null) {
            made = memory.get();
            counters = made;
        }
        return made;
    }

    /** Whether there is such a counter. */
    boolean expire(String key, long ttlMillis) throws StoreException {
        CacheStore made = counters;
        return made != null && threads.<Boolean, StoreException>run(() -> made.expire(key, ttlMillis, budgets.get()));
    }

    /** The counter's remaining ttl; 0 if there is none. */
    long remainingMillis(String key) throws StoreException {
        CacheStore made = counters;
        return made == null
                ? 0
                : threads.run(() -> made.inspect(key, budgets.get())).remainingMillis();
    }

    void evict(Eviction eviction) {
        CacheStore made = counters;
        if (made != null) {
            try {
                threads.<Long, StoreException>run(() -> made.evict(eviction, budgets.get()));
            } catch (StoreException e) {
                throw new IllegalStateException("Memory does not fail", e);
            }
        }
    }
}
