package dev.larder.agent.core.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The statistics of all cached methods, including those of unloaded classes.
 *
 * <p>Totals only grow between two resets: they keep the counts of retired methods.
 *
 * <p><b>Threads.</b> Thread-safe. Registering, retiring, reading totals and resetting take the lock; counting does not.
 */
public final class StatsRegistry {

    private final Object lock = new Object();
    private final LongAdder evictions = new LongAdder();

    /** As the baselines of {@link MethodStats}. */
    private volatile long evictionsBefore;

    @GuardedBy("lock")
    private final Set<MethodStats> live = new LinkedHashSet<>();

    @GuardedBy("lock")
    private StatsSnapshot retired = StatsSnapshot.ZERO;

    /** New counters for one method of one class loader. */
    public MethodStats register() {
        MethodStats stats = new MethodStats();
        synchronized (lock) {
            live.add(stats);
        }
        return stats;
    }

    /**
     * Drops the counters, and keeps their counts in the totals. To be called when the method's class is unloaded or
     * about to be: later calls are not counted.
     */
    public void retire(MethodStats stats) {
        synchronized (lock) {
            if (live.remove(stats)) {
                retired = retired.plus(stats.snapshot());
            }
        }
    }

    public StatsSnapshot totals() {
        synchronized (lock) {
            StatsSnapshot sum = retired;
            for (MethodStats stats : live) {
                sum = sum.plus(stats.snapshot());
            }
            return sum;
        }
    }

    /** Entries were evicted, by a call or by an operator. */
    public void recordEvictions(long count) {
        evictions.add(count);
    }

    public long evictions() {
        long before = evictionsBefore;
        return evictions.sum() - before;
    }

    public void reset() {
        synchronized (lock) {
            retired = StatsSnapshot.ZERO;
            live.forEach(MethodStats::reset);
            evictionsBefore = evictions.sum();
        }
    }
}
