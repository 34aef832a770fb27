package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets so many lines through in any minute, and counts the others.
 *
 * <p><b>Threads.</b> Not thread-safe.
 */
final class QuotaPerMinute {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final int most;
    private final Deque<Long> takenNanos = new ArrayDeque<>();
    private int withheld;

    QuotaPerMinute(Ticker ticker, int most) {
        this.ticker = ticker;
        this.most = most;
    }

    /** Whether there is room for one more. */
    boolean take() {
        long now = ticker.nanoTime();
        while (!takenNanos.isEmpty() && now - takenNanos.getFirst() >= MINUTE.toNanos()) {
            takenNanos.removeFirst();
        }
        if (takenNanos.size() == most) {
            withheld++;
            return false;
        }
        takenNanos.addLast(now);
        return true;
    }

    /** What to add to a line that was let through; empty if none was withheld before it. */
    String withheldBefore() {
        int count = withheld;
        withheld = 0;
        return count == 0 ? "" : " [" + count + " more changes like this were not logged]";
    }
}
