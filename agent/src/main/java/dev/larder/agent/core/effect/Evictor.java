package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings evictions to the store.
 *
 * <p>Each has a budget of its own: Redis is given up when it does not confirm one in time, and what was waited for
 * before must not be the reason.
 *
 * <p><b>Threads.</b> Thread-safe; runs on callers' threads.
 *
 * <p><b>Failure.</b> Never throws. What a fault kept from the store is tried once more with the next eviction; faults are
 * counted as errors and reported at a bounded rate.
 */
final class Evictor {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    /** So many keys are one command that Redis answers well within a budget. */
    private static final int MAX_KEYS_AT_ONCE = 10_000;

    private final CacheEngine engine;
    private final StatsRegistry registry;
    private final MethodStats counts;
    private final RateLimitedLog log;
    private final LostEvictions lost = new LostEvictions();

    Evictor(CacheEngine engine, StatsRegistry registry, MethodStats counts, Ticker ticker) {
        this.engine = engine;
        this.registry = registry;
        this.counts = counts;
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
    }

    /** Returns how many keys were removed, as far as that is known. */
    long evict(Eviction eviction) {
        if (eviction.isEmpty()) {
            return 0;
        }
        Eviction late = lost.take();
        if (!late.isEmpty()) {
            evictLate(late);
        }
        try {
            return evictAll(eviction);
        } catch (Throwable fault) {
            lost.add(eviction);
            fault(fault);
            return 0;
        }
    }

    /** Not kept again: whatever is wrong with it must not befall all that come after. */
    private void evictLate(Eviction late) {
        try {
            evictAll(late);
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    private long evictAll(Eviction eviction) throws StoreException {
        long removed = 0;
        for (Eviction part : parts(eviction)) {
            removed += engine.evict(part, engine.newBudget());
        }
        registry.recordEvictions(removed);
        return removed;
    }

    private static List<Eviction> parts(Eviction eviction) {
        if (eviction.keys().size() <= MAX_KEYS_AT_ONCE) {
            return List.of(eviction);
        }
        List<Eviction> parts = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (String key : eviction.keys()) {
            keys.add(key);
            if (keys.size() == MAX_KEYS_AT_ONCE) {
                parts.add(new Eviction(keys, Set.of(), Set.of()));
                keys.clear();
            }
        }
        parts.add(new Eviction(keys, eviction.tags(), eviction.patterns()));
        return parts;
    }

    /** Counts and reports a fault of ours. Never throws. */
    void fault(Throwable fault) {
        counts.recordError();
        try {
            log.error(
                    "A fault of the cache in an eviction or a put. The application's call was not affected, and an"
                            + " eviction that was lost is tried once more with the next one; failing that, the entry"
                            + " stays until its time is up. Please report it",
                    fault);
        } catch (Throwable unreportable) {
            // No memory or no stack is left to say so; the error counter has it.
        }
    }
}
