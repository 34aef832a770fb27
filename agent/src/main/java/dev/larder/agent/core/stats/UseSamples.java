package dev.larder.agent.core.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which of many things are used most, of those that are being used when somebody looks.
 *
 * <p><b>Shape.</b> At most one use in {@link #PACE_NANOS} is counted. So below 10,000 uses a second nearly all are, above that a sample
 * in which what is used twice as often comes twice as often; and who uses something pays for the comparison of two numbers. There are
 * counts for a bounded number of things: when there is no room for another one, the half of them that is used less is forgotten.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class UseSamples<K> {

    static final long PACE_NANOS = 100_000;

    /** How many things are counted, for each that is asked for. */
    static final int ROOM = 4;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();

    /** When the next use is counted. Two threads that meet here count one each. */
    private volatile long dueNanos;

    @GuardedBy("lock")
    private final Map<K, Integer> counts = new HashMap<>();

    /** @param most how many of the things are asked for */
    public UseSamples(int most, long nowNanos) {
        this.most = most;
        this.dueNanos = nowNanos;
    }

    /** Whether a use now is to be {@linkplain #note counted}. */
    public boolean isDue(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }

    /** Counts it, unless another thread is at it: nobody who uses something waits. */
    public void note(K used, long nowNanos) {
        dueNanos = nowNanos + PACE_NANOS;
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (counts.size() >= most * ROOM && !counts.containsKey(used)) {
                counts.keySet().retainAll(top(most * ROOM / 2).keySet());
            }
            counts.merge(used, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    /** The things used most, with their counts; the most used first. */
    public Map<K, Integer> top() {
        lock.lock();
        try {
            return top(most);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Map<K, Integer> top(int size) {
        Map<K, Integer> top = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<K, Integer>comparingByValue().reversed())
                .limit(size)
                .forEach(each -> top.put(each.getKey(), each.getValue()));
        return top;
    }

    /** Begins to count anew. */
    public void clear() {
        lock.lock();
        try {
            counts.clear();
        } finally {
            lock.unlock();
        }
    }
}
