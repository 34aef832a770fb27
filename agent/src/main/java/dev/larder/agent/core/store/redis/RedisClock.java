package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What time it is at Redis, told without asking.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch by Redis, carried on by our monotonic clock from the last
 * answer to {@code TIME}. The wall clock of this machine has no part in it. The estimate is late by up to the answer's
 * travel time and never early: a value may be missed shortly before its end and is never served after it. Of several
 * servers the one whose clock is ahead counts, so that this holds for the values of all.
 *
 * <p><b>Threads.</b> Thread-safe; set by whoever checks the connection.
 */
final class RedisClock {

    private final Ticker ticker;

    /** Redis's milliseconds less ours; published to all readers. */
    private volatile long offsetMillis;

    RedisClock(Ticker ticker) {
        this.ticker = ticker;
    }

    long nowMillis() {
        return offsetMillis + millis(ticker.nanoTime());
    }

    /**
     * Takes the answers of all servers in.
     *
     * @param times of each server seconds and microseconds, in digits
     * @param askedNanos when they were asked: they read their clocks then or later
     */
    void set(List<List<byte[]>> times, long askedNanos) {
        long latestMillis = times.stream().mapToLong(RedisClock::millisOf).max().orElseThrow();
        offsetMillis = latestMillis - millis(askedNanos);
    }

    private static long millisOf(List<byte[]> time) {
        return TimeUnit.SECONDS.toMillis(number(time.get(0)))
                + TimeUnit.MICROSECONDS.toMillis(number(time.get(1)))
                + 1; // for what both divisions cut off
    }

    private static long number(byte[] digits) {
        return Long.parseLong(Bytes.text(digits));
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }
}
