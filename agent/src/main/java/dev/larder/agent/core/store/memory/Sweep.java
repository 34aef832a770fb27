package dev.larder.agent.core.store.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Goes through a map again and again, a few of its bins at a time, and takes out what is over.
 *
 * <p><b>Shape.</b> A round takes a second or so, and of a large map {@link #LONGEST_ROUND}, provided that somebody comes by
 * often enough: whoever does goes on as far as the time that has passed says, and no further than is little work.
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

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);
    private static final long MOST_NANOS_FOR_A_BIN = 50_000;

    /** A table has at most so many times as many bins as entries, unless it had more entries once. */
    private static final int BINS_FOR_AN_ENTRY = 2;

    /** Between two steps, so that a step is worth its lock, and most calls see at once that there is nothing to do. */
    private static final long PAUSE_NANOS = 1_000_000;

    /** What one caller does at most, however long nobody came: some ten microseconds. */
    private static final int MOST_BINS = 256;

    private static final int MOST_ENTRIES = 256;

    private final ConcurrentMap<String, D> map;
    private final ReentrantLock turn = new ReentrantLock();

    /** Written by whose turn it is; others read it to see whether it is worth their while. */
    private volatile long wentOnNanos;

    /** In this round; guarded by {@link #turn}, as is the next. */
    private long nanosForABin = MOST_NANOS_FOR_A_BIN;

    /** What is left of this round, the next part first. */
    private final Deque<Spliterator<Map.Entry<String, D>>> parts = new ArrayDeque<>();

    Sweep(ConcurrentMap<String, D> map, long nowNanos) {
        this.map = map;
        this.wentOnNanos = nowNanos;
    }

    /** Says whether there was anything to do for this caller, which is so once in a millisecond at most. */
    boolean goOn(long nowNanos) {
        if (nowNanos - wentOnNanos >= PAUSE_NANOS && turn.tryLock()) {
            try {
                long due = (nowNanos - wentOnNanos) / nanosForABin;
                wentOnNanos = nowNanos;
                goOn(Math.min(due, MOST_BINS), nowNanos);
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
                parts.push(bin); // of a table that has grown since, so that a bin of then is very many of now
            }
        }
    }

    /** Splits what is next as often as it can be: what cannot be split is a single bin. */
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
