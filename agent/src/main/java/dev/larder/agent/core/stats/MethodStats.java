package dev.larder.agent.core.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the outcomes of the calls of one cached method.
 *
 * <p>The engine calls exactly one of {@link #recordHit}, {@link #recordNearHit}, {@link #recordMiss}, {@link #recordBypass} and {@link
 * #recordError} for each call, when its outcome is known. The other counts are of steps within a call.
 *
 * <p><b>Threads.</b> Thread-safe, lock-free. A reset moves the baseline and does not change the sums, so a concurrent
 * count falls before or after the reset; setting a sum to zero would lose concurrent counts. Held by the call site, by
 * the registry and by the method's MBean; it refers to nothing of the application.
 */
public final class MethodStats {

    private final LongAdder hits = new LongAdder();
    private final LongAdder nearHits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder bypasses = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder loadNanos = new LongAdder();
    private final LongAdder stores = new LongAdder();
    private final LongAdder refusedStores = new LongAdder();
    private final LongAdder unfitResults = new LongAdder();
    private final LongAdder decodeFailures = new LongAdder();
    private final LongAdder staleServed = new LongAdder();
    private final LongAdder refreshes = new LongAdder();
    private final LongAdder refreshFailures = new LongAdder();

    /** The sums at the last reset; published by the thread that reset to all that read. */
    private volatile StatsSnapshot baseline = StatsSnapshot.ZERO;

    MethodStats() {}

    public void recordHit() {
        hits.increment();
    }

    /** A hit as well, of a method that keeps copies, on what is in this process. */
    public void recordNearHit() {
        nearHits.increment();
    }

    public void recordMiss() {
        misses.increment();
    }

    public void recordBypass() {
        bypasses.increment();
    }

    public void recordError() {
        errors.increment();
    }

    /** The method ran on behalf of the cache and returned. */
    public void recordLoad(long nanos) {
        loads.increment();
        loadNanos.add(nanos);
    }

    /** The method ran on behalf of the cache and threw. */
    public void recordLoadFailure() {
        loadFailures.increment();
    }

    public void recordStore() {
        stores.increment();
    }

    /**
     * The lease or the key was void: the entry was evicted, the lease taken over, or the object changed while the
     * method ran.
     */
    public void recordRefusedStore() {
        refusedStores.increment();
    }

    /** The result cannot be kept, or {@code unless} forbids it. */
    public void recordUnfitResult() {
        unfitResults.increment();
    }

    public void recordDecodeFailure() {
        decodeFailures.increment();
    }

    /** A call got a value past its time to live. */
    public void recordStaleServed() {
        staleServed.increment();
    }

    /** An entry was replaced without a caller that waited for it. */
    public void recordRefresh() {
        refreshes.increment();
    }

    /** The method threw when it ran to refresh an entry, or the store did not answer. */
    public void recordRefreshFailure() {
        refreshFailures.increment();
    }

    /** Since the last reset. */
    public StatsSnapshot snapshot() {
        StatsSnapshot since = baseline; // before the sums, so that a reset in between cannot make a count negative
        return sums().minus(since);
    }

    void reset() {
        baseline = sums();
    }

    private StatsSnapshot sums() {
        long near = nearHits.sum();
        return new StatsSnapshot(
                hits.sum() + near,
                misses.sum(),
                bypasses.sum(),
                errors.sum(),
                loads.sum(),
                loadFailures.sum(),
                loadNanos.sum(),
                stores.sum(),
                refusedStores.sum(),
                unfitResults.sum(),
                decodeFailures.sum(),
                staleServed.sum(),
                refreshes.sum(),
                refreshFailures.sum(),
                near);
    }
}
