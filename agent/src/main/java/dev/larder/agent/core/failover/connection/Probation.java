package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long Redis has to answer in time before it is trusted again: not at all at first, a moment after one loss, and
 * twice as long for each further loss within {@link #MEMORY}. Each loss costs what memory has loaded and a line in the log,
 * so an unstable connection is not used until it is stable.
 *
 * <p><b>Units and clock.</b> Monotonic.
 *
 * <p><b>Threads.</b> Confined to the background thread.
 *
 * <p><b>Why</b> no longer than {@link #LONGEST}: a Redis that is back for good should be used again within five
 * seconds, however often it was lost before.
 */
final class Probation {

    static final Duration FIRST = Duration.ofMillis(300);
    static final Duration LONGEST = Duration.ofMillis(2_400);
    static final Duration MEMORY = Duration.ofSeconds(30);

    /** More of them add nothing. */
    private static final int MOST = 8;

    private final Ticker ticker;
    private final Deque<Long> lostNanos = new ArrayDeque<>();
    private boolean lostOnce;

    Probation(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Redis answered, and does not any more. */
    void lost() {
        lostOnce = true;
        lostNanos.addLast(ticker.nanoTime());
        if (lostNanos.size() > MOST) {
            lostNanos.removeFirst();
        }
    }

    Duration length() {
        if (!lostOnce) {
            return Duration.ZERO;
        }
        while (!lostNanos.isEmpty() && ticker.nanoTime() - lostNanos.getFirst() >= MEMORY.toNanos()) {
            lostNanos.removeFirst();
        }
        int doublings = Math.max(lostNanos.size() - 1, 0);
        Duration length = FIRST.multipliedBy(1L << doublings);
        return length.compareTo(LONGEST) < 0 ? length : LONGEST;
    }
}
