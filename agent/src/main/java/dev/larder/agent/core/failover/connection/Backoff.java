package dev.larder.agent.core.failover.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, with a random part so that processes do not retry
 * together.
 *
 * <p><b>Threads.</b> Confined to the background thread.
 *
 * <p><b>Why</b> no more than a second: a frozen Redis that continues must be used again within two seconds, part of
 * which it is on {@link Probation}, and one small connection attempt per second and process is no burden. If Redis
 * refuses an attempt, only an operator can change that, so the next one comes later.
 */
final class Backoff {

    static final Duration FIRST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Duration REFUSED = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private long nextMillis = FIRST.toMillis();

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void reset() {
        nextMillis = FIRST.toMillis();
    }

    /** Between half and the whole of the current step. */
    long nextMillis() {
        long step = nextMillis;
        nextMillis = Math.min(step * 2, LONGEST.toMillis());
        return step / 2 + random.nextLong(step / 2 + 1);
    }

    /**
     * After an attempt that took {@code tookNanos}, which count as waiting. So an attempt is under way most of the
     * time.
     */
    long nextMillisAfter(long tookNanos) {
        long left = nextMillis() - TimeUnit.NANOSECONDS.toMillis(tookNanos);
        return Math.max(left, FIRST.toMillis() / 2);
    }

    /** After an attempt that Redis refused. */
    long refusedMillis() {
        long millis = REFUSED.toMillis();
        return millis / 2 + random.nextLong(millis / 2 + 1);
    }
}
