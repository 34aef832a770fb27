package dev.larder.agent.core.behind;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WriteBehindConfig;
import dev.larder.agent.core.stats.BehindCounts;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the bodies of write-behind puts, later than their calls and in order for each key.
 *
 * <p><b>The cache and the source agree in the end.</b>
 *
 * <ol>
 *   <li>A write is queued before its value is stored in the cache. The cache stores it only while it {@linkplain #isNewest
 *       is the newest} of its key, which is asked under a lease. So the cache never has a value that a queued one replaces.
 *   <li>When the last write of a key is done, its value is stored again, under a lease that was taken before the body: so it
 *       replaces what others loaded from the source meanwhile. Where it is refused, since others took the lease or
 *       evicted, the entry is evicted before the key counts as written. So no old value stays, whichever process stored
 *       it.
 *   <li>Loads of this process get no lease while a write of their key is {@linkplain #stateOf queued}: they {@linkplain
 *       #isWritten wait} for it, and if it fails they store nothing.
 *   <li>A body that evicts or puts an entry runs {@linkplain #awaitWritten after} all earlier writes of it. If they cannot be
 *       written in time, it does not run at all, and its caller gets an exception: it might be undone by them.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe. Up to a fixed number of threads write; they start when they are needed, and end when they
 * are not. Nobody waits for a write that runs on the waiting thread: a body may evict and put its own key.
 *
 * <p><b>Failure.</b> A body that throws is run again, later and later, until it has been failing for {@link
 * WriteBehindConfig#giveUpAfter}. Then its value is lost: its entry is evicted, and the log says which.
 */
public final class WriteBehind {

    private final WriteBehindConfig limits;
    private final Ticker ticker;
    private final RoomyThreads roomy;
    private final BehindReports reports;
    private final Turns turns;
    private final WriteThreads threads;

    @GuardedBy("turns.lock")
    private boolean ending;

    /** @param evict evicts the entry of a key everywhere; never throws */
    public WriteBehind(WriteBehindConfig limits, Ticker ticker, RoomyThreads roomy, Consumer<String> evict) {
        this(limits, ticker, roomy, evict, new SplittableRandom(), AgentThreads.named("write"));
    }

    WriteBehind(
            WriteBehindConfig limits,
            Ticker ticker,
            RoomyThreads roomy,
            Consumer<String> evict,
            RandomGenerator random,
            ThreadFactory makeThread) {
        this.limits = limits;
        this.ticker = ticker;
        this.roomy = roomy;
        this.reports = new BehindReports(limits, ticker);
        this.turns = new Turns(new Lanes(limits, new RetryDelay(random)));
        this.threads = new WriteThreads(turns, limits.threads(), ticker, evict, reports, makeThread);
    }

    /** What a load has to know of the writes of its key. */
    public enum State {
        NONE,
        /** A write is under way, or will be. */
        COMING,
        /** The last attempt has failed. */
        FAILING
    }

    /**
     * Queues a write.
     *
     * @return false if its caller has to run the body itself: there is no room, the process ends, or it is a part of a write of
     *     the same key
     */
    public boolean offer(BehindWrite write) {
        if (isOwn(write.key())) {
            return false;
        }
        turns.lock.lock();
        try {
            if (ending || !threads.areThere() || !turns.lanes.add(write, ticker.nanoTime())) {
                return false;
            }
            turns.any = true;
            turns.work.signal();
            return true;
        } finally {
            turns.lock.unlock();
        }
    }

    /** Whether the calling thread writes this key. */
    private static boolean isOwn(String key) {
        BehindWrite own = WriteThreads.writing();
        return own != null && own.key().equals(key);
    }

    /** Whether there is no write at all, which is nearly always so where no method writes behind. */
    public boolean isEmpty() {
        return !turns.any;
    }

    /** Whether {@code write} still waits or runs, and no later one of its key does. */
    public boolean isNewest(BehindWrite write) {
        return newest(write.key()) == write;
    }

    /** The last write of {@code key} that waits or runs; null if there is none. */
    public @Nullable BehindWrite newest(String key) {
        turns.lock.lock();
        try {
            Lane lane = turns.lanes.of(key);
            return lane == null ? null : lane.last();
        } finally {
            turns.lock.unlock();
        }
    }

    /** What becomes of a load of {@code key} now. */
    public State stateOf(String key) {
        if (!turns.any) {
            return State.NONE;
        }
        turns.lock.lock();
        try {
            Lane lane = turns.lanes.of(key);
            if (lane == null) {
                return State.NONE;
            }
            return lane.failuresInARow > 0 ? State.FAILING : State.COMING;
        } finally {
            turns.lock.unlock();
        }
    }

    /**
     * For a load of {@code key}: waits until all its writes are done, one has failed, or the time is up. They come before those
     * of others, and what rests after a failure is tried at once.
     *
     * @return whether none is left
     */
    public boolean isWritten(String key, long nanos) {
        if (isOwn(key)) {
            return false;
        }
        return roomy.run(() -> {
            turns.lock.lock();
            try {
                Lane lane = turns.lanes.of(key);
                BehindWrite last = lane == null ? null : lane.lastToEnd();
                return lane == null || last == null || await(lane, last, nanos);
            } finally {
                turns.lock.unlock();
            }
        });
    }

    @GuardedBy("turns.lock")
    private boolean await(Lane lane, BehindWrite write, long nanos) {
        AwaitedWrites waiting = new AwaitedWrites();
        begin(waiting, lane, write);
        try {
            await(waiting, nanos);
        } finally {
            waiting.release();
        }
        return waiting.isOver();
    }

    @GuardedBy("turns.lock")
    private void begin(AwaitedWrites waiting, Lane lane, BehindWrite write) {
        waiting.add(lane, write);
        turns.lanes.hurry(lane);
        turns.work.signal();
    }

    /**
     * Waits for all writes of the entries with one of the {@code keys} and of those that {@code others} tells, so that a body
     * that evicts or puts them comes after. Each that rests after a failure is tried at once.
     *
     * <p>In a body that is itself such a write, only for those that were queued before that. Two bodies that evict each other's
     * entries would else wait for each other.
     *
     * @param others null for none
     * @throws IllegalStateException if they are not done in time, or fail again: the body must not run
     */
    public void awaitWritten(Set<String> keys, @Nullable Predicate<BehindWrite> others) {
        if (isEmpty()) {
            return;
        }
        BehindWrite own = WriteThreads.writing();
        AwaitedWrites waiting = roomy.run(() -> {
            turns.lock.lock();
            try {
                AwaitedWrites begun = begin(keys, others, own);
                try {
                    awaitBeside(own, begun);
                } finally {
                    begun.release();
                }
                return begun;
            } finally {
                turns.lock.unlock();
            }
        });
        if (!waiting.isOver()) {
            throw notWritten(waiting);
        }
    }

    /** A thread that writes lets another one write meanwhile. */
    @GuardedBy("turns.lock")
    private void awaitBeside(@Nullable BehindWrite own, AwaitedWrites waiting) {
        if (own == null || waiting.isOver()) {
            await(waiting, limits.longestWait().toNanos());
            return;
        }
        threads.beginWaiting();
        try {
            await(waiting, limits.longestWait().toNanos());
        } finally {
            threads.endWaiting();
        }
    }

    private IllegalStateException notWritten(AwaitedWrites waiting) {
        Throwable thrown = waiting.failure();
        return new IllegalStateException(
                "The method was not run: an earlier write (writeBehind) of an entry that it evicts or puts "
                        + (thrown == null
                                ? "has not been done within larder.write-behind.wait ("
                                        + BehindReports.text(limits.longestWait()) + ")"
                                : "fails")
                        + ", and would undo what it does. The write is tried again; call the method again later.",
                thrown);
    }

    @GuardedBy("turns.lock")
    private AwaitedWrites begin(Set<String> keys, @Nullable Predicate<BehindWrite> others, @Nullable BehindWrite own) {
        AwaitedWrites waiting = new AwaitedWrites();
        for (String key : keys) {
            beginIfEarlier(waiting, turns.lanes.of(key), own);
        }
        if (others != null) {
            for (Lane lane : List.copyOf(turns.lanes.all())) {
                if (!keys.contains(lane.key) && lane.isAny(others)) {
                    beginIfEarlier(waiting, lane, own);
                }
            }
        }
        return waiting;
    }

    @GuardedBy("turns.lock")
    private void beginIfEarlier(AwaitedWrites waiting, @Nullable Lane lane, @Nullable BehindWrite own) {
        if (lane == null || (own != null && lane.key.equals(own.key()))) {
            return;
        }
        BehindWrite last = own == null ? lane.lastToEnd() : lane.lastBefore(own);
        if (last != null) {
            begin(waiting, lane, last);
        }
    }

    /** Waits, also if the thread is interrupted, until all is over, something has failed, or the time is up. */
    @GuardedBy("turns.lock")
    private void await(AwaitedWrites waiting, long nanos) {
        long left = nanos;
        boolean interrupted = false;
        while (!waiting.isOver() && waiting.failure() == null && left > 0) {
            long start = ticker.nanoTime();
            try {
                turns.changed.awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left -= Math.max(ticker.nanoTime() - start, 0);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * For a write whose value the cache does not hold: waits for it, unless it fails, and not for long.
     *
     * @return whether it is done, or another one is in its place
     */
    @CanIgnoreReturnValue
    public boolean awaitUnlessFailing(BehindWrite write) {
        return roomy.run(() -> {
            turns.lock.lock();
            try {
                Lane lane = turns.lanes.of(write.key());
                if (lane != null && lane.lastToEnd() == write && lane.failuresInARow == 0) {
                    return await(lane, write, limits.longestWait().toNanos());
                }
                return true;
            } finally {
                turns.lock.unlock();
            }
        });
    }

    /**
     * At the end of the process: waits for all writes, for a limited time. From now on callers run their bodies themselves.
     *
     * @return the keys of those that are left, whose entries are to be evicted: their source will not have these values
     */
    public Set<String> drain() {
        int left;
        Set<String> keys;
        turns.lock.lock();
        try {
            ending = true;
            turns.lanes.hurryAll();
            turns.work.signalAll();
            awaitNone();
            left = turns.lanes.count();
            keys = turns.lanes.keys();
        } finally {
            turns.lock.unlock();
        }
        if (left > 0) {
            reports.leftAtTheEnd(left);
        }
        return keys;
    }

    @GuardedBy("turns.lock")
    private void awaitNone() {
        long end = ticker.nanoTime() + limits.drain().toNanos();
        try {
            for (long nanos = limits.drain().toNanos(); !turns.lanes.isEmpty() && nanos > 0; ) {
                turns.changed.awaitNanos(nanos);
                nanos = end - ticker.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public BehindCounts counts() {
        turns.lock.lock();
        try {
            long oldestMillis = TimeUnit.NANOSECONDS.toMillis(turns.lanes.oldestNanos(ticker.nanoTime()));
            return new BehindCounts(turns.lanes.count(), oldestMillis, reports.failures(), reports.lost());
        } finally {
            turns.lock.unlock();
        }
    }

    public void resetCounts() {
        reports.reset();
    }
}
