package dev.larder.agent.core.stats;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Percentiles of recent latencies, over the last one to two half-windows.
 *
 * <p><b>Shape.</b> Two arrays of counters, one per half-window. Up to {@value #STEPS} microseconds each has its own
 * counter; above, every power of two is divided into {@value #STEPS} steps, so that a percentile is at most an eighth
 * too high and never too low. Latencies above about 17 minutes count as that.
 *
 * <p><b>Units and clock.</b> Nanoseconds in, microseconds out; the half-windows change by the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe and lock-free. A measurement during a change is recorded in one of the two
 * half-windows.
 */
public final class LatencyHistogram {

    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int MAX_MICROS_BITS = 30;
    private static final long MAX_MICROS = (1L << MAX_MICROS_BITS) - 1;
    private static final int BUCKETS = (MAX_MICROS_BITS - STEP_BITS + 1) * STEPS;

    private static final AtomicReferenceFieldUpdater<LatencyHistogram, Halves> HALVES =
            AtomicReferenceFieldUpdater.newUpdater(LatencyHistogram.class, Halves.class, "halves");

    /** @param turn which half-window {@code current} covers, counted from the ticker's origin */
    private record Halves(long turn, AtomicLongArray current, AtomicLongArray previous) {

        private static Halves empty(long turn) {
            return new Halves(turn, new AtomicLongArray(BUCKETS), new AtomicLongArray(BUCKETS));
        }

        private Halves turnTo(long now) {
            return now == turn + 1 ? new Halves(now, new AtomicLongArray(BUCKETS), current) : empty(now);
        }

        private long count(int bucket) {
            return current.get(bucket) + previous.get(bucket);
        }
    }

    private final Ticker ticker;
    private final long halfNanos;

    /** Replaced when the half-window changes; publishes its arrays to readers. */
    private volatile Halves halves;

    public LatencyHistogram(Ticker ticker, Duration halfWindow) {
        this.ticker = ticker;
        this.halfNanos = halfWindow.toNanos();
        this.halves = Halves.empty(Math.floorDiv(ticker.nanoTime(), halfNanos));
    }

    public void record(long nanos) {
        long micros = Math.min(Math.max(nanos / 1_000, 0), MAX_MICROS);
        turned().current().incrementAndGet(bucketOf(micros));
    }

    /**
     * The percentile: the given part of the measurements were no longer than this.
     *
     * @param part greater than 0, at most 1; 0.99 for the 99th percentile
     * @return 0 if nothing was measured recently
     */
    public long percentileMicros(double part) {
        Halves window = turned();
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += window.count(i);
        }
        long rank = (long) Math.ceil(total * part);
        long passed = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            passed += window.count(i);
            if (passed >= rank) {
                return highestOf(i);
            }
        }
        return 0;
    }

    private Halves turned() {
        Halves seen = halves;
        long now = turn();
        while (seen.turn() < now) {
            HALVES.compareAndSet(this, seen, seen.turnTo(now));
            seen = halves;
        }
        return seen;
    }

    private long turn() {
        return Math.floorDiv(ticker.nanoTime(), halfNanos);
    }

    private static int bucketOf(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int shift = Long.SIZE - Long.numberOfLeadingZeros(micros) - STEP_BITS - 1;
        return shift * STEPS + (int) (micros >>> shift);
    }

    /** The longest latency of the bucket. */
    private static long highestOf(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long step = bucket - (long) shift * STEPS;
        return ((step + 1) << shift) - 1;
    }
}
