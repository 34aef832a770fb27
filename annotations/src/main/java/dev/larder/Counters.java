package dev.larder;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counters in this process, for use without an agent.
 *
 * <p><b>Shape.</b> A bounded map: a new counter replaces expired ones or, if there are none, the oldest.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds; deadlines are compared by their difference.
 *
 * <p><b>Threads.</b> Thread-safe, under one lock, which is held briefly.
 */
final class Counters {

    static final Counters HERE = new Counters();

    static final int MOST = 10_000;

    private final Map<String, Counter> counters = new LinkedHashMap<>();

    /**
     * Adds to a counter and returns the new count.
     *
     * @throws ArithmeticException on overflow of a long; the count is unchanged then
     */
    synchronized long add(String key, long by, long ttlMillis) {
        long now = System.nanoTime();
        Counter counter = counters.get(key);
        if (counter == null || counter.isOver(now)) {
            counters.remove(key);
            makeRoom(now);
            counter = new Counter(now, ttlMillis);
            counters.put(key, counter);
        }
        counter.count = Math.addExact(counter.count, by);
        return counter.count;
    }

    private void makeRoom(long now) {
        if (counters.size() < MOST) {
            return;
        }
        counters.values().removeIf(counter -> counter.isOver(now));
        if (counters.size() >= MOST) {
            Iterator<String> oldest = counters.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized boolean expire(String key, long ttlMillis) {
        long now = System.nanoTime();
        Counter counter = counters.get(key);
        if (counter == null || counter.isOver(now)) {
            return false;
        }
        counter.endIn(now, ttlMillis);
        return true;
    }

    /** The counter's remaining ttl; 0 if there is none. */
    synchronized long remainingMillis(String key) {
        Counter counter = counters.get(key);
        return counter == null ? 0 : Math.max(counter.remainingMillis(System.nanoTime()), 0);
    }

    synchronized void evict(String... keys) {
        for (String key : keys) {
            counters.remove(key);
        }
    }

    synchronized void evictPattern(String glob) {
        if (counters.isEmpty()) {
            return;
        }
        for (String key : new ArrayList<>(counters.keySet())) {
            if (matches(glob, key)) {
                counters.remove(key);
            }
        }
    }

    /** In the worst case the time is proportional to the product of both lengths. */
    private static boolean matches(String glob, String key) {
        int at = 0;
        int next = 0;
        int star = -1;
        int resumeAt = 0;
        while (at < key.length()) {
            char wanted = next < glob.length() ? glob.charAt(next) : 0;
            if (wanted == '*') {
                star = next++;
                resumeAt = at;
            } else if (wanted == '?' || wanted == key.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1; // the last star matches one more character
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (next < glob.length() && glob.charAt(next) == '*') {
            next++;
        }
        return next == glob.length();
    }

    /** Guarded by the lock of its owner. */
    private static final class Counter {

        private long count;
        private long deadlineNanos;

        Counter(long now, long ttlMillis) {
            endIn(now, ttlMillis);
        }

        void endIn(long now, long ttlMillis) {
            deadlineNanos = now + TimeUnit.MILLISECONDS.toNanos(ttlMillis);
        }

        boolean isOver(long now) {
            return deadlineNanos - now <= 0;
        }

        long remainingMillis(long now) {
            return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - now);
        }
    }
}
