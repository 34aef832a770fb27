package dev.larder.agent.core.engine.refresh;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The keys of one method that this process does not refresh now: a refresh is under way, or one was denied or failed a moment ago.
 *
 * <p>After a failure it waits, at first {@link #FIRST_REST_MILLIS} and twice as long each time, up to {@link #LONGEST_REST_MILLIS}; each
 * time it takes off up to a half at random, so that processes do not try together.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds, given by callers.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Marks {

    static final long FIRST_REST_MILLIS = 500;
    static final long LONGEST_REST_MILLIS = 30_000;

    /** After another process was found to refresh the entry: the next lookup finds what that has stored. */
    private static final long DENIED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MOST_DOUBLINGS = 10;

    /** Above it, marks whose time is over are dropped. */
    private static final int MANY = 10_000;

    private final ConcurrentMap<String, Mark> marks = new ConcurrentHashMap<>();

    /**
     * @param failures in a row
     * @param untilNanos meaningless while it is under way
     */
    private record Mark(int failures, boolean isUnderWay, long untilNanos) {

        boolean isQuiet(long nowNanos) {
            return isUnderWay || nowNanos - untilNanos < 0;
        }
    }

    boolean isQuiet(String key, long nowNanos) {
        Mark mark = marks.get(key);
        return mark != null && mark.isQuiet(nowNanos);
    }

    /** Returns whether the calling thread may refresh it; then one of the others follows. */
    boolean begin(String key, long nowNanos) {
        Mark before = marks.get(key);
        if (before == null) {
            return marks.putIfAbsent(key, new Mark(0, true, 0)) == null;
        }
        return !before.isQuiet(nowNanos) && marks.replace(key, before, new Mark(before.failures, true, 0));
    }

    void succeeded(String key) {
        marks.remove(key);
    }

    void denied(String key, long nowNanos) {
        trim(nowNanos);
        marks.computeIfPresent(key, (k, mark) -> new Mark(mark.failures, false, nowNanos + DENIED_NANOS));
    }

    /** Returns for how long nobody should try. */
    long failed(String key, long nowNanos) {
        trim(nowNanos);
        Mark mark = marks.get(key);
        int failures = mark == null ? 0 : mark.failures;
        long longest = Math.min(FIRST_REST_MILLIS << Math.min(failures, MOST_DOUBLINGS), LONGEST_REST_MILLIS);
        long restMillis = longest - ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        marks.put(key, new Mark(failures + 1, false, nowNanos + TimeUnit.MILLISECONDS.toNanos(restMillis)));
        return restMillis;
    }

    private void trim(long nowNanos) {
        if (marks.size() > MANY) {
            marks.values().removeIf(mark -> !mark.isQuiet(nowNanos));
        }
    }

    /** Keys that are marked, also those whose time is over. */
    int size() {
        return marks.size();
    }
}
