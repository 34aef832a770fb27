package dev.larder.agent.core.store.memory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A value of an {@link ExpiringMap}: it has a deadline, and knows whether the map has removed or replaced it.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Marked under its key's lock, read by any thread that has a reference, also outside of the map.
 */
abstract class Deadlined {

    static final long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    static final byte IN_PLACE = 0;
    static final byte REPLACED = 1;
    static final byte REMOVED = 2;

    /** Publishes the marks; {@link #IN_PLACE} also for one that is not in a map yet. One field: a hit reads it once. */
    volatile byte state = IN_PLACE;

    abstract boolean isOver(long nowNanos);

    /** How many bytes it takes, about; 0 if that does not count. */
    long bytes() {
        return 0;
    }

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

    /** {@code there}, if readers may get it; null if not, or if it is null. */
    static <D extends Deadlined> @Nullable D inForce(@Nullable D there, long nowNanos) {
        return there == null || there.state == REMOVED || there.isOver(nowNanos) ? null : there;
    }

    /** The deadline that is {@code ttlMillis} from now. */
    static long after(long ttlMillis, long nowNanos) {
        return nowNanos + TimeUnit.MILLISECONDS.toNanos(Math.min(ttlMillis, MAX_TTL_MILLIS));
    }

    static long remainingMillis(long deadlineNanos, long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(deadlineNanos - nowNanos, 0));
    }
}
