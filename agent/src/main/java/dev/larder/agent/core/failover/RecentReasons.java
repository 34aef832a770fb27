package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.connection.Reasons;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells whether a reason is new, or is the last one or one of the last minute. So each change of reason is one line,
 * and two reasons that alternate do not make a line each time.
 *
 * <p><b>Threads.</b> Not thread-safe.
 */
final class RecentReasons {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST = 50;

    private final Ticker ticker;
    private final Map<String, Long> loggedNanos = new LinkedHashMap<>();
    private String last = "";

    RecentReasons(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether it was not logged recently; from now on it counts as logged. */
    boolean isNew(String reason) {
        String kind = kindOf(reason);
        Long before = loggedNanos.get(kind);
        boolean isNew = !kind.equals(last) && (before == null || ticker.nanoTime() - before >= FRESH.toNanos());
        if (isNew) {
            logged(reason);
        }
        last = kind;
        return isNew;
    }

    void logged(String reason) {
        last = kindOf(reason);
        loggedNanos.remove(last);
        loggedNanos.put(last, ticker.nanoTime());
        if (loggedNanos.size() > MOST) {
            loggedNanos.remove(loggedNanos.keySet().iterator().next());
        }
    }

    /**
     * Without figures, which change from one attempt to the next, and without the place at which an answer was late.
     */
    private static String kindOf(String reason) {
        int late = reason.indexOf(Reasons.NOT_IN_TIME);
        return late < 0 ? reason.replaceAll("\\d+", "#") : Reasons.NOT_IN_TIME;
    }
}
