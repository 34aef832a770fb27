package dev.larder.agent.core.behind;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long a key rests after a failure: twice as long each time, with a random part so that keys that failed together are
 * not tried together.
 *
 * <p><b>Threads.</b> Guarded by the lock of {@link Turns}.
 */
final class RetryDelay {

    static final Duration FIRST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** At the end of the process there is little time. */
    static final Duration LONGEST_AT_END = Duration.ofMillis(200);

    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;

    RetryDelay(RandomGenerator random) {
        this.random = random;
    }

    /** Between half and the whole of the step that belongs to so many failures in a row. */
    long nanosAfter(int failures, boolean isEnding) {
        Duration longest = isEnding ? LONGEST_AT_END : LONGEST;
        long step = Math.min(FIRST.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS), longest.toMillis());
        return TimeUnit.MILLISECONDS.toNanos(step / 2 + random.nextLong(step / 2 + 1));
    }
}
