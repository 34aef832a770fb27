package dev.larder.agent.core.stats;

/**
 * Counts the outcomes of the calls of one cached method.
 *
 * <p>The engine calls exactly one of {@link #recordHit}, {@link #recordMiss}, {@link #recordBypass} and {@link
 * #recordError} for each call, when its outcome is known. The other counts are of steps within a call.
 *
 * <p><b>Threads.</b> Thread-safe, lock-free. Held by the call site, by the registry and by the method's MBean; it refers
 * to nothing of the application.
 */
public final class MethodStats {

    private final Counter hits = new Counter();
    private final Counter misses = new Counter();
    private final Counter bypasses = new Counter();
    private final Counter errors = new Counter();
    private final Counter loads = new Counter();
    private final Counter loadFailures = new Counter();
    private final Counter loadNanos = new Counter();
    private final Counter stores = new Counter();
    private final Counter refusedStores = new Counter();
    private final Counter unfitResults = new Counter();
    private final Counter decodeFailures = new Counter();

    MethodStats() {}

    public void recordHit() {
        hits.increment();
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

    /** Since the last reset. */
    public StatsSnapshot snapshot() {
        return new StatsSnapshot(
                hits.value(),
                misses.value(),
                bypasses.value(),
                errors.value(),
                loads.value(),
                loadFailures.value(),
                loadNanos.value(),
                stores.value(),
                refusedStores.value(),
                unfitResults.value(),
                decodeFailures.value());
    }

    void reset() {
        hits.reset();
        misses.reset();
        bypasses.reset();
        errors.reset();
        loads.reset();
        loadFailures.reset();
        loadNanos.reset();
        stores.reset();
        refusedStores.reset();
        unfitResults.reset();
        decodeFailures.reset();
    }
}
