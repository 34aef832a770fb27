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
 * over all that is empty there to find the next entry, at the cost of the one caller that it does so for.
 *
 * <p><b>Threads.</b> Thread-safe; one at a time goes on, the others have better things to do.
 */
final class Sweep<D extends Deadlined> {

    /** For each change: once round by the time that a quarter as many changes were made as there are bins. */
    private static final int BINS = 4;

    private final ConcurrentMap<String, D> map;
    private final ReentrantLock turn = new ReentrantLock();

    /** What is left of this round, the next part first; guarded by {@link #turn}. */
    private final Deque<Spliterator<Map.Entry<String, D>>> parts = new ArrayDeque<>();

    Sweep(ConcurrentMap<String, D> map) {
        this.map = map;
    }

    void goOn(long nowNanos) {
        if (turn.tryLock()) {
            try {
                for (int i = 0; i < BINS; i++) {
                    nextBin().forEachRemaining(entry -> removeIfOver(entry.getKey(), entry.getValue(), nowNanos));
                }
            } finally {
                turn.unlock();
            }
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
