package dev.larder.agent.core.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;

/**
 * Counts failures in a row on one connection and says when enough is enough.
 *
 * <p>Enough is a number of them over a span of time: the number alone is reached by many callers that met the same
 * short stall, and leaving Redis costs more than a stall.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds.
 *
 * <p><b>Threads.</b> Thread-safe. A success is one volatile read while all is well.
 */
final class Breaker {

    static final int FAILURES = 4;
    static final Duration SPAN = Duration.ofMillis(200);

    private final Ticker ticker;

    /** Written under the lock, read without it by {@link #succeeded}: at worst one success goes unnoticed. */
    private volatile int failures;

    @GuardedBy("this")
    private long firstNanos;

    Breaker(Ticker ticker) {
        this.ticker = ticker;
    }

    void succeeded() {
        if (failures > 0) {
            synchronized (this) {
                failures = 0;
            }
        }
    }

    /** Returns whether the connection should be given up. */
    synchronized boolean failed() {
        long now = ticker.nanoTime();
        if (failures == 0) {
            firstNanos = now;
        }
        failures = failures + 1;
        return failures >= FAILURES && now - firstNanos >= SPAN.toNanos();
    }
}
