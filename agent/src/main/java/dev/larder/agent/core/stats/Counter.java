package dev.larder.agent.core.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts upwards, and can be reset without losing a count.
 *
 * <p><b>Threads.</b> Thread-safe. A reset moves the baseline and does not change the sum, so a concurrent count falls
 * before or after the reset. Setting the sum to zero would lose concurrent counts.
 */
final class Counter {

    private final LongAdder sum = new LongAdder();

    /** The sum at the last reset; published by the thread that reset to all that read. */
    private volatile long baseline;

    void increment() {
        sum.increment();
    }

    void add(long count) {
        sum.add(count);
    }

    /** Since the last reset. */
    long value() {
        long since = baseline; // before the sum, so that a reset in between cannot make the result negative
        return sum.sum() - since;
    }

    void reset() {
        baseline = sum.sum();
    }
}
