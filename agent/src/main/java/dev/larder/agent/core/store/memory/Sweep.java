package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.StackRoom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Iterates over a map again and again, a few of its bins at a time, and removes expired values.
 *
 * <p><b>Shape.</b> A round takes a second or so, and {@link #LONGEST_ROUND} for a large map, provided that there are
 * enough calls. Each call advances the sweep in proportion to the time that has passed, up to a small bound.
 *
 * <p><b>Why</b> by bins and not by entries: a map that was large once keeps a large table. An iterator would walk over
 * all its empty bins to find the next entry, at the cost of one caller. And why by time and not by changes: entries
 * that were not used recently are not in the processor's caches, so checking some for each change took as long as the
 * change.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock, as given by the callers.
 *
 * <p><b>Threads.</b> Thread-safe; one thread at a time sweeps, the others do not wait.
 */
final class Sweep<D extends Deadlined> {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);
    private static final long MOST_NANOS_FOR_A_BIN = 50_000;

    /** The most bins for each entry, unless the table had more entries once. */
    private static final int BINS_FOR_AN_ENTRY = 2;

    /**
     * The time between two steps, so that a step is worth its lock, and most calls see at once that there is nothing
     * to do.
     */
    private static final long PAUSE_NANOS = 1_000_000;

    /** The most bins for one caller, however long ago the last step was: some ten microseconds. */
    private static final int MOST_BINS = 256;

    private static final int MOST_ENTRIES = 256;

    private final ConcurrentMap<String, D> map;
    private final ReentrantLock turn = new ReentrantLock();

    /** When the next step is due; written by the sweeping thread, read by all. */
    private volatile long dueNanos;

    /** In this round; guarded by {@link #turn}, as is the next. */
    private long nanosForABin = MOST_NANOS_FOR_A_BIN;

    /** The rest of this round, the next part first. */
    private final Deque<Spliterator<Map.Entry<String, D>>> parts = new ArrayDeque<>();

    Sweep(ConcurrentMap<String, D> map, long nowNanos) {
        this.map = map;
        this.dueNanos = nowNanos + PAUSE_NANOS;
    }

    /** When to call {@link #goOn} next. Callers ask themselves: hardly one call in a thousand has to make a step. */
    long dueNanos() {
        return dueNanos;
    }

    /** Makes a step, unless another thread makes one or there is too little stack. Returns whether it did. */
    boolean goOn(long nowNanos) {
        if (StackRoom.isAmple() && turn.tryLock()) {
            try {
                long bins = (nowNanos - dueNanos + PAUSE_NANOS) / nanosForABin; // for the time since the last step
                dueNanos = nowNanos + PAUSE_NANOS;
                goOn(Math.min(bins, MOST_BINS), nowNanos);
            } finally {
                turn.unlock();
            }
            return true;
        }
        return false;
    }

    private void goOn(long bins, long nowNanos) {
        int entries = 0;
        for (int i = 0; i < bins && entries < MOST_ENTRIES; i++) {
            Spliterator<Map.Entry<String, D>> bin = nextBin();
            boolean more = true;
            while (more && entries < MOST_ENTRIES) {
                more = bin.tryAdvance(entry -> removeIfOver(entry.getKey(), entry.getValue(), nowNanos));
                entries++;
            }
            if (more) {
                parts.push(bin); // the table has grown since, so one bin has become many
            }
        }
    }

    /** Splits the next part as often as possible: a part that cannot be split is a single bin. */
    private Spliterator<Map.Entry<String, D>> nextBin() {
        Spliterator<Map.Entry<String, D>> next = parts.isEmpty() ? wholeMap() : parts.pop();
        for (Spliterator<Map.Entry<String, D>> rest = next.trySplit(); rest != null; rest = next.trySplit()) {
            parts.push(rest);
        }
        return next;
    }

    private Spliterator<Map.Entry<String, D>> wholeMap() {
        long bins = (long) BINS_FOR_AN_ENTRY * map.size() + 1;
        nanosForABin = Math.min(LONGEST_ROUND.toNanos() / bins, MOST_NANOS_FOR_A_BIN);
        return map.entrySet().spliterator();
    }

    private void removeIfOver(String key, D there, long nowNanos) {
        if (there.isOver(nowNanos)) {
            map.remove(key, there);
        }
    }
}
