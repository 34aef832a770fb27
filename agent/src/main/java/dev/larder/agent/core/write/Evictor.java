package dev.larder.agent.core.write;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import java.util.function.Consumer;

/**
 * Sends evictions to the store.
 *
 * <p>Each has its own budget: if Redis does not confirm an eviction in time, it is left, and earlier waits of the call
 * must not cause that.
 *
 * <p><b>Threads.</b> Thread-safe; runs on callers' threads.
 *
 * <p><b>Failure.</b> Never throws. If a fault kept an eviction from the store, it is tried once more with the next
 * eviction; faults are counted as errors and reported at a bounded rate.
 */
final class Evictor {

    private final CacheEngine engine;
    private final StatsRegistry registry;
    private final EffectFaults faults;
    private final LostEvictions lost = new LostEvictions();

    /** Publishes the further receiver of evictions. */
    private volatile Consumer<Eviction> listener = eviction -> {};

    Evictor(CacheEngine engine, StatsRegistry registry, EffectFaults faults) {
        this.engine = engine;
        this.registry = registry;
        this.faults = faults;
    }

    void alsoEvict(Consumer<Eviction> listener) {
        this.listener = listener;
    }

    /**
     * Makes an eviction that the application requested. Returns how many keys were removed, as far as that is known.
     */
    long evict(Eviction eviction) {
        if (eviction.isEmpty()) {
            return 0;
        }
        try {
            listener.accept(eviction);
        } catch (Throwable fault) {
            faults.report(fault);
        }
        return evictUncertain(eviction);
    }

    /**
     * Evicts entries that may differ from what the application assumes; {@code eviction} is not empty. Returns the
     * same.
     */
    long evictUncertain(Eviction eviction) {
        if (lost.areAny()) {
            evictLost();
        }
        try {
            return evictNow(eviction);
        } catch (Throwable fault) {
            lost.add(eviction);
            faults.report(fault);
            return 0;
        }
    }

    /** Does not keep them again, since a broken one must not break all later evictions. */
    private void evictLost() {
        try {
            Eviction late = lost.take();
            if (!late.isEmpty()) {
                evictNow(late);
            }
        } catch (Throwable fault) {
            faults.report(fault);
        }
    }

    private long evictNow(Eviction eviction) throws StoreException {
        long removed = engine.evict(eviction);
        registry.recordEvictions(removed + eviction.tags().size());
        return removed;
    }
}
