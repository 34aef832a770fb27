package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Names of keys or tags that were evicted so lately that nothing loaded for them may be stored.
 *
 * <p><b>Shape.</b> The end of each name's hold-off, for a bounded number of names. Where more are evicted within the time set,
 * every name is held off for that time: it costs loads, and no eviction is forgotten.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Thread-safe. Names that come while all are being cleared are lost from the map; the clock is read for the
 * end of the hold-off of all names only after that, so it is no earlier than theirs.
 *
 * <p><b>Why</b> no cache: one that is full drops names as it sees fit, the newest among them, and one that is told when its
 * entries end moves that end only once in a while where a name is evicted again and again.
 */
final class HoldOff {

    private final long timeNanos;
    private final long maxNames;
    private final Ticker ticker;
    private final ConcurrentMap<String, Long> endNanos = new ConcurrentHashMap<>();

    /** Whether all names are being cleared; until then all of them are held off. Written under the lock of this. */
    private volatile boolean clearing;

    /** Whether {@link #allEndNanos} means anything; written under the lock of this, after that. */
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
        if (endNanos.size() > maxNames / 2) { // or else the next few names would have to look through all of them again
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
