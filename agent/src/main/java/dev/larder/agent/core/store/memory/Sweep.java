package dev.larder.agent.core.store.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Goes through a map again and again, a few of its bins at a time, and takes out what is over.
 *
 * <p><b>Why</b> by bins and not by entries: a map that was large once has a table that stays so. An iterator would walk
 * over all that is empty there to find the next entry, at the cost of the one caller that it does so for. And why by time and
 * not by changes: entries that nobody has touched are not in the processor's caches, so to look at some for each change took
 * as long as the change.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock, as given by the callers.
 *
 * <p><b>Threads.</b> Thread-safe; one at a time goes on, the others have better things to do.
 */
final class Sweep<D extends Deadlined> {

    /** One bin in this time: ten thousand entries are gone through within a second, for a thousandth of a processor. */
    private static final long NANOS_FOR_A_BIN = 50_000;

    /** What one caller does at most, however long nobody has. */
    private static final int MOST_BINS = 8;

    private final ConcurrentMap<String, D> map;
    private final ReentrantLock turn = new ReentrantLock();

    /** Written by who goes on; others read it to see whether it is worth while to. */
    private volatile long wentOnNanos;

    /** What is left of this round, the next part first; guarded by {@link #turn}. */
    private final Deque<Spliterator<Map.Entry<String, D>>> parts = new ArrayDeque<>();

    Sweep(ConcurrentMap<String, D> map, long nowNanos) {
        this.map = map;
        this.wentOnNanos = nowNanos;
    }

    void goOn(long nowNanos) {
        long due = (nowNanos - wentOnNanos) / NANOS_FOR_A_BIN;
        if (due > 0 && turn.tryLock()) {
            try {
                wentOnNanos = nowNanos;
                goOn(Math.min(due, MOST_BINS), nowNanos);
            } finally {
                turn.unlock();
            }
        }
    }

    private void goOn(long bins, long nowNanos) {
        for (int i = 0; i < bins; i++) {
            nextBin().forEachRemaining(entry -> removeIfOver(entry.getKey(), entry.getValue(), nowNanos));
        }
    }

    /** Splits what is next as often as it can be: what cannot be split is a single bin. */
    private Spliterator<Map.Entry<String, D>> nextBin() {
        Spliterator<Map.Entry<String, D>> next =
                parts.isEmpty() ? map.entrySet().spliterator() : parts.pop();
        for (Spliterator<Map.Entry<String, D>> rest = next.trySplit(); rest != null; rest = next.trySplit()) {
            parts.push(rest);
        }
        return next;
    }

    void all(long nowNanos) {
        map.forEach((key, each) -> removeIfOver(key, each, nowNanos));
    }

    private void removeIfOver(String key, D there, long nowNanos) {
        if (there.isOver(nowNanos)) {
            map.remove(key, there);
        }
    }
}
