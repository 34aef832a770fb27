package dev.larder.agent.core.failover;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, and never quite as long as the others do.
 *
 * <p><b>Threads.</b> Confined to the background thread.
 *
 * <p><b>Why</b> no more than a second and a half: a frozen Redis that goes on must be used again within two seconds,
 * and one small connection attempt per second and process is no burden.
 */
final class Backoff {

    static final Duration FIRST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofMillis(1_500);

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
}
