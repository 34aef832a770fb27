package dev.larder.agent.core.behind;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one key, in their order. The first of them is the one that runs, or rests after a failure.
 *
 * <p><b>Threads.</b> Guarded by the lock of {@link Turns}.
 */
final class Lane {

    enum State {
        READY,
        RUNNING,
        /** After a failure. */
        RESTING,
        /** The first write has ended, and its entry is being evicted. */
        EVICTING
    }

    final String key;
    private final Deque<BehindWrite> writes = new ArrayDeque<>();
    State state = State.READY;

    /** Whether it has been put before the others since its last turn. */
    boolean isUrgent;

    /** Since when its first write has been running. */
    long begunNanos;

    /** While it rests: until when, and until when even if calls wait for it. */
    long dueNanos;

    long hurriedDueNanos;

    /** Failures one after the other, of whichever write. */
    int failuresInARow;

    /** All failures so far, for calls that wait. */
    int failures;

    @Nullable
    Throwable lastFailure;

    /** What has ended, and whose entry is being evicted. */
    @Nullable
    BehindWrite ended;

    Lane(String key) {
        this.key = key;
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    @Nullable
    BehindWrite first() {
        return writes.peekFirst();
    }

    @Nullable
    BehindWrite last() {
        return writes.peekLast();
    }

    /** What a call has to wait for that is to come after all there is now; null for nothing. */
    @Nullable
    BehindWrite lastToEnd() {
        return writes.isEmpty() ? ended : writes.peekLast();
    }

    /** The last one that was queued before {@code other}; null for none. */
    @Nullable
    BehindWrite lastBefore(BehindWrite other) {
        BehindWrite last = ended != null && ended.isBefore(other) ? ended : null;
        for (BehindWrite write : writes) {
            if (write.isBefore(other)) {
                last = write;
            }
        }
        return last;
    }

    /** Whether {@code covered} is true of a write that has not ended yet. */
    boolean isAny(Predicate<BehindWrite> covered) {
        return (ended != null && covered.test(ended)) || writes.stream().anyMatch(covered);
    }

    /** The write whose place {@code later} takes; null if it comes after all. */
    @Nullable
    BehindWrite replaceableBy(BehindWrite later) {
        BehindWrite last = writes.peekLast();
        boolean isRunning = state == State.RUNNING && writes.size() == 1;
        return last != null && !isRunning && last.isReplaceableBy(later) ? last : null;
    }

    void add(BehindWrite write) {
        writes.addLast(write);
    }

    void replaceLast(BehindWrite by) {
        by.replaces(writes.removeLast());
        writes.addLast(by);
    }

    /** The first one has been written, or given up. */
    BehindWrite end() {
        BehindWrite first = writes.removeFirst();
        ended = first;
        return first;
    }
}
