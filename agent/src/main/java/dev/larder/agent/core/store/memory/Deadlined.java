package dev.larder.agent.core.store.memory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A value of an {@link ExpiringMap}: it has a deadline, and knows whether the map has removed or replaced it.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Marked under its key's lock, read by any thread that has a reference, also outside of the map.
 */
abstract class Deadlined {

    static final long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    private static final byte IN_PLACE = 0;
    private static final byte REPLACED = 1;
    private static final byte REMOVED = 2;

    /** Publishes the marks. One field for both: a hit reads it once. */
    private volatile byte state = IN_PLACE;

    abstract boolean isOver(long nowNanos);

    /** The map is about to replace this. Until it has, its readers still get this. */
    void markReplaced() {
        if (state == IN_PLACE) {
            state = REPLACED;
        }
    }

    /** The map is about to remove this. From now on its readers do not get it any more. */
    void markRemoved() {
        state = REMOVED;
    }

    final boolean isRemoved() {
        return state == REMOVED;
    }

    /** Neither removed nor replaced, or not yet in a map. */
    final boolean isInPlace() {
        return state == IN_PLACE;
    }

    /** The deadline that is {@code ttlMillis} from now. */
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
