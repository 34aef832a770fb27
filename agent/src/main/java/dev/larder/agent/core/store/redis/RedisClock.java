package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;

/**
 * What time it is at Redis, told without asking.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch by Redis, carried on by our monotonic clock from the last
 * answer to {@code TIME}. The wall clock of this machine has no part in it. Redis read its clock at some moment between
 * the question and the answer, so there are two estimates, with the truth between them. They are as far apart as the
 * answer travelled, and as the clocks of several servers are.
 *
 * <p><b>Threads.</b> Thread-safe; set by whoever checks the connection.
 */
final class RedisClock {

    private final Ticker ticker;

    /** Published to all readers. */
    private volatile Offsets offsets = new Offsets(0, 0);

    RedisClock(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Redis's milliseconds less ours: at least this much, at most that much. */
    private record Offsets(long leastMillis, long mostMillis) {}

    /** No server's clock is further on: a value may be missed shortly before its end and is never served after it. */
    long latestMillis() {
        return offsets.mostMillis + millis(ticker.nanoTime());
    }

    /** Every server's clock has got this far: what must not happen after a moment by this clock does not. */
    long earliestMillis() {
        return offsets.leastMillis + millis(ticker.nanoTime());
    }

    /**
     * Takes the answers of all servers in.
     *
     * @param times of each server seconds and microseconds, in digits
     * @param askedNanos when they were asked: they read their clocks then or later
     * @param answeredNanos when all had answered: they had read their clocks by then
     */
    void set(List<List<byte[]>> times, long askedNanos, long answeredNanos) {
        LongSummaryStatistics millis =
                times.stream().mapToLong(RedisClock::millisOf).summaryStatistics();
        long least = millis.getMin() - millis(answeredNanos) - 1; // for what the division cut off ours
        long most = millis.getMax() + 1 - millis(askedNanos); // for what it cut off theirs
        offsets = new Offsets(least, most);
    }

    private static long millisOf(List<byte[]> time) {
        return TimeUnit.SECONDS.toMillis(number(time.get(0))) + TimeUnit.MICROSECONDS.toMillis(number(time.get(1)));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(Bytes.text(digits));
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }
}
