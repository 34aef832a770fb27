package dev.larder.agent.core.store.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The keys whose copies end almost as soon as they are made. Such a key rests for a while, so that one that is written all the time
 * costs what it would cost without copies.
 *
 * <p><b>Shape.</b> A table of fixed size, by the hash of the key. Keys that share a place rest together, which costs them hits and
 * nothing else. A rest is {@link #FIRST_REST_NANOS} after the {@link #PATIENCE}th short life in a row, and doubles with each
 * further one.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Thread-safe; what is lost when two threads meet in a place is a rest.
 */
final class ShortLives {

    /** A copy that lives less is hardly used before it ends. */
    static final long SHORT_NANOS = 10_000_000;

    /** Of a key that changes so rarely, a copy is worth having at once. */
    static final long LONG_NANOS = 1_000_000_000;

    static final int PATIENCE = 3;
    static final long FIRST_REST_NANOS = 50_000_000;

    /** The longest rest is that much longer: 3.2 s. */
    private static final int MOST_DOUBLINGS = 6;

    /** A power of two. */
    private static final int PLACES = 2_048;

    private final AtomicLongArray madeNanos = new AtomicLongArray(PLACES);
    private final AtomicLongArray restsUntilNanos = new AtomicLongArray(PLACES);
    private final AtomicIntegerArray inARow = new AtomicIntegerArray(PLACES);

    private static int place(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }

    /** Whether no copy of the key's entry is to be made now. */
    boolean rests(String key, long nowNanos) {
        int place = place(key);
        return inARow.get(place) >= PATIENCE && nowNanos - restsUntilNanos.get(place) < 0;
    }

    /** A copy is being made. */
    void begins(String key, long nowNanos) {
        madeNanos.set(place(key), nowNanos);
    }

    /** The entry of the key has changed. Returns whether its copy has lived long. */
    boolean ends(String key, long nowNanos) {
        int place = place(key);
        long livedNanos = nowNanos - madeNanos.get(place);
        if (livedNanos >= SHORT_NANOS) {
            inARow.set(place, 0);
            return livedNanos >= LONG_NANOS;
        }
        int lives = inARow.incrementAndGet(place);
        if (lives >= PATIENCE) {
            restsUntilNanos.set(place, nowNanos + (FIRST_REST_NANOS << Math.min(lives - PATIENCE, MOST_DOUBLINGS)));
        }
        return false;
    }
}
