package dev.larder.agent.core.store.memory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Something that is over at some time.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 */
interface Deadlined {

    long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    boolean isOver(long nowNanos);

    /**
     * Told before a map gives this up, under its key's lock, for whoever has got hold of it elsewhere. Until something else
     * is there, those who look into the map find it as before. Not told of what is over by the clock.
     */
    default void giveUp() {}

    /** The end of what lives for {@code ttlMillis} from now. */
    static long after(long ttlMillis, long nowNanos) {
        return nowNanos + TimeUnit.MILLISECONDS.toNanos(Math.min(ttlMillis, MAX_TTL_MILLIS));
    }

    static boolean isOver(long deadlineNanos, long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    static long remainingMillis(long deadlineNanos, long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(deadlineNanos - nowNanos, 0));
    }
}
