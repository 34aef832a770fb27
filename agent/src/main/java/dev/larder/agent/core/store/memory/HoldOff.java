package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keys or tags that were evicted recently, so that loads for them are not stored yet.
 *
 * <p><b>Shape.</b> The end of the hold-off by name, for a bounded number of names. If more names are evicted within
 * that time, all names are held off: this costs loads, but loses no eviction.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Thread-safe. Names that are added while the map is being cleared are lost from it. The hold-off of
 * all names ends no earlier than theirs, since its clock is read after the clearing.
 *
 * <p><b>Why</b> not a Caffeine cache: a full cache may drop any name, including the newest, and with expiry per entry
 * it moves the end of a name that is evicted often only now and then.
 */
final class HoldOff {

    private final long timeNanos;
    private final long maxNames;
    private final Ticker ticker;
    private final ConcurrentMap<String, Long> endNanos = new ConcurrentHashMap<>();

    /** Whether the map is being cleared; until that is done all names are held off. Written under the lock of this. */
    private volatile boolean clearing;

    /** Whether {@link #allEndNanos} is set; written after it, under the lock of this. */
    private volatile boolean hasHeldAll;

    /** When the hold-off of every name ends. */
    private volatile long allEndNanos;

    HoldOff(Duration time, long maxNames, Ticker ticker) {
        this.timeNanos = time.toNanos();
        this.maxNames = maxNames;
        this.ticker = ticker;
    }

    void begin(String name) {
        if (timeNanos > 0) {
            long now = ticker.nanoTime();
            endNanos.merge(name, now + timeNanos, (one, other) -> one - other > 0 ? one : other);
            if (endNanos.size() > maxNames) {
                makeRoom();
            }
        }
    }

    private synchronized void makeRoom() {
        long now = ticker.nanoTime();
        endNanos.values().removeIf(end -> now - end >= 0);
        if (endNanos.size() > maxNames / 2) { // otherwise the next few names would search the whole map again
            holdOffAll();
        }
    }

    private void holdOffAll() {
        clearing = true;
        endNanos.clear();
        allEndNanos = ticker.nanoTime() + timeNanos;
        hasHeldAll = true;
        clearing = false;
    }

    boolean isOn(String name) {
        if (timeNanos == 0) {
            return false;
        }
        long now = ticker.nanoTime();
        Long end = endNanos.get(name);
        return (end != null && now - end < 0) || clearing || (hasHeldAll && now - allEndNanos < 0);
    }

    boolean isOnAny(Iterable<String> names) {
        for (String name : names) {
            if (isOn(name)) {
                return true;
            }
        }
        return false;
    }
}
