package dev.larder.agent.core.behind;

import dev.larder.agent.core.config.WriteBehindConfig;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait, by key, and whose turn it is.
 *
 * <p><b>Order.</b> One write of a key runs at a time, the earliest first. A write takes the place of the last one that
 * waits, if that is by the same method of the same object: what it would write is old. After a failure its key rests, and
 * the others go on.
 *
 * <p><b>Bounds.</b> So many writes, and so much memory; a write that takes another's place needs no place of its own.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the caller's monotonic clock.
 *
 * <p><b>Threads.</b> Guarded by the lock of {@link Turns}. Nothing here waits, or runs the application's code.
 */
final class Lanes {

    private final WriteBehindConfig limits;
    private final RetryDelay delay;
    private final Map<String, Lane> lanes = new HashMap<>();

    /** Lanes that calls wait for come first. Both may have a lane twice, or one whose turn has passed; those are skipped. */
    private final Deque<Lane> urgent = new ArrayDeque<>();

    private final Deque<Lane> ready = new ArrayDeque<>();
    private final PriorityQueue<Lane> resting =
            new PriorityQueue<>((one, other) -> Long.compare(one.dueNanos - other.dueNanos, 0));

    private int count;
    private long queued;
    private long bytes;
    private boolean isEnding;

    Lanes(WriteBehindConfig limits, RetryDelay delay) {
        this.limits = limits;
        this.delay = delay;
    }

    /** Returns whether there was a place for it. */
    boolean add(BehindWrite write, long nowNanos) {
        Lane lane = lanes.get(write.key());
        BehindWrite old = lane == null ? null : lane.replaceableBy(write);
        long more = write.bytes() - (old == null ? 0 : old.bytes());
        if ((old == null && count >= limits.maxEntries()) || bytes + more > limits.maxBytes()) {
            return false;
        }
        bytes += more;
        write.queuedAt(nowNanos, ++queued);
        if (lane != null && old != null) {
            lane.replaceLast(write);
            return true;
        }
        count++;
        if (lane == null) {
            lane = new Lane(write.key());
            lanes.put(lane.key, lane);
            ready.addLast(lane);
        }
        lane.add(write);
        return true;
    }

    /** The write whose turn it is; it runs until {@link #wrote} or {@link #failed}. Null if there is none now. */
    @Nullable
    BehindWrite next(long nowNanos) {
        for (Lane due = resting.peek(); due != null && due.dueNanos - nowNanos <= 0; due = resting.peek()) {
            resting.remove();
            makeReady(due, due.isUrgent ? urgent : ready);
        }
        Lane lane = take(urgent);
        lane = lane == null ? take(ready) : lane;
        if (lane == null) {
            return null;
        }
        lane.state = Lane.State.RUNNING;
        lane.isUrgent = false;
        lane.begunNanos = nowNanos;
        return lane.first();
    }

    private static @Nullable Lane take(Deque<Lane> lanes) {
        Lane lane = lanes.pollFirst();
        while (lane != null && (lane.state != Lane.State.READY || lane.isEmpty())) {
            lane = lanes.pollFirst();
        }
        return lane;
    }

    private static void makeReady(Lane lane, Deque<Lane> among) {
        lane.state = Lane.State.READY;
        among.addLast(lane);
    }

    /** How long until a key has rested enough; {@link Long#MAX_VALUE} if none rests. */
    long nanosToNext(long nowNanos) {
        Lane due = resting.peek();
        return due == null ? Long.MAX_VALUE : Math.max(due.dueNanos - nowNanos, 1);
    }

    /**
     * The write that ran is done. {@link #settled} is to follow.
     *
     * @return whether its entry has to agree with the source before that: no other write of the key is waiting, which would
     *     see to it
     */
    boolean wrote(BehindWrite write) {
        Lane lane = lane(write);
        lane.failuresInARow = 0;
        lane.lastFailure = null;
        return end(lane);
    }

    private boolean end(Lane lane) {
        bytes -= lane.end().bytes();
        count--;
        lane.state = Lane.State.EVICTING;
        return lane.isEmpty();
    }

    /**
     * The write that ran has failed, and is tried again later.
     *
     * @return false if it is given up, since it has been failing for too long; {@link #settled} is to follow then
     */
    boolean failed(BehindWrite write, Throwable thrown, long nowNanos) {
        Lane lane = lane(write);
        lane.failures++;
        lane.failuresInARow++;
        lane.lastFailure = thrown;
        if (write.failedAt(nowNanos) >= limits.giveUpAfter().toNanos()) {
            end(lane);
            return false;
        }
        lane.state = Lane.State.RESTING;
        long restNanos = delay.nanosAfter(lane.failuresInARow, isEnding);
        lane.dueNanos = nowNanos + restNanos;
        lane.hurriedDueNanos = nowNanos + Math.min(restNanos, nowNanos - lane.begunNanos);
        resting.add(lane);
        return true;
    }

    /** What is to be evicted after a write has been. */
    void settled(BehindWrite write) {
        write.end();
        Lane lane = lane(write);
        lane.ended = null;
        if (lane.isEmpty()) {
            lanes.remove(lane.key);
        } else {
            makeReady(lane, ready);
        }
    }

    private Lane lane(BehindWrite write) {
        Lane lane = lanes.get(write.key());
        if (lane == null) {
            throw new IllegalStateException("A write that is not under way");
        }
        return lane;
    }

    @Nullable
    Lane of(String key) {
        return lanes.get(key);
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    /**
     * A call waits for its writes: they come before those of other keys. If they rest after a failure, they are tried as soon as
     * they have rested as long as that attempt took. So keys that fail slowly, and that many calls ask for, keep each
     * thread busy for half of its time at most.
     */
    void hurry(Lane lane) {
        if (lane.isUrgent) {
            return;
        }
        if (lane.state == Lane.State.RESTING) {
            resting.remove(lane); // the order is by what changes now
            lane.isUrgent = true;
            lane.dueNanos = lane.hurriedDueNanos;
            resting.add(lane);
        } else if (lane.state == Lane.State.READY) {
            lane.isUrgent = true;
            urgent.addLast(lane);
        }
    }

    /** The process ends: what rests is tried at once, and more often. */
    void hurryAll() {
        isEnding = true;
        for (Lane lane = resting.poll(); lane != null; lane = resting.poll()) {
            makeReady(lane, urgent);
        }
    }

    Set<String> keys() {
        return Set.copyOf(lanes.keySet());
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** How many keys have their turn, about: some may be counted twice. */
    int readyCount() {
        return urgent.size() + ready.size();
    }

    /** How many writes wait or run. */
    int count() {
        return count;
    }

    /** How long the oldest of them has waited; 0 if there is none. */
    long oldestNanos(long nowNanos) {
        long oldest = 0;
        for (Lane lane : lanes.values()) {
            BehindWrite first = lane.first();
            oldest = first == null ? oldest : Math.max(oldest, nowNanos - first.sinceNanos());
        }
        return oldest;
    }
}
