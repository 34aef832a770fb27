package dev.larder.agent.core.behind;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WriteBehindConfig;
import dev.larder.agent.core.stats.BehindCounts;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The key that this thread writes. */
    private static final ThreadLocal<@Nullable String> WRITING = new ThreadLocal<>();

    private final WriteBehindConfig limits;
    private final Ticker ticker;
    private final Consumer<String> evict;
    private final BehindReports reports;
    private final RoomyThreads roomy;
    private final ThreadFactory makeThread;
    private final ReentrantLock lock = new ReentrantLock();

    /** There is a write whose turn it is. */
    private final Condition work = lock.newCondition();

    /** A write has ended or failed. */
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Lanes lanes;

    @GuardedBy("lock")
    private int threads;

    @GuardedBy("lock")
    private int idle;

    @GuardedBy("lock")
    private boolean ending;

    /** Whether any key has a write; written under the lock, and read without it where there is none nearly always. */
    private volatile boolean any;

    /** @param evict evicts the entry of a key everywhere; never throws */
    public WriteBehind(WriteBehindConfig limits, Ticker ticker, RoomyThreads roomy, Consumer<String> evict) {
        this(limits, ticker, roomy, evict, RandomGenerator.getDefault(), AgentThreads.named("write"));
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
        this.evict = evict;
        this.roomy = roomy;
        this.makeThread = makeThread;
        this.reports = new BehindReports(limits, ticker);
        this.lanes = new Lanes(limits, new RetryDelay(random));
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
        if (write.key().equals(WRITING.get())) {
            return false;
        }
        lock.lock();
        try {
            if (ending || !hasThread() || !lanes.add(write, ticker.nanoTime())) {
                return false;
            }
            any = true;
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a thread to write, which is started if that makes the writes faster. */
    @GuardedBy("lock")
    private boolean hasThread() {
        if (lanes.readyCount() < idle || threads >= limits.threads()) {
            return true;
        }
        try {
            makeThread.newThread(this::work).start();
            threads++;
        } catch (Throwable noThread) {
            return threads > 0;
        }
        return true;
    }

    private void work() {
        for (BehindWrite write = next(); write != null; write = next()) {
            run(write);
        }
    }

    /** Null if this thread is to end. */
    private @Nullable BehindWrite next() {
        lock.lock();
        try {
            boolean isIdle = false;
            while (true) {
                BehindWrite write = lanes.next(ticker.nanoTime());
                if (write != null) {
                    return write;
                }
                if (isIdle && lanes.isEmpty()) {
                    threads--;
                    return null;
                }
                isIdle = !awaitWork();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns false after a while without work. */
    @GuardedBy("lock")
    private boolean awaitWork() {
        idle++;
        try {
            return work.awaitNanos(Math.min(IDLE_NANOS, lanes.nanosToNext(ticker.nanoTime()))) > 0;
        } catch (InterruptedException strays) { // nobody means to interrupt it
            return true;
        } finally {
            idle--;
        }
    }

    private void run(BehindWrite write) {
        WRITING.set(write.key());
        Throwable thrown = null;
        boolean isHeld = false;
        try {
            isHeld = write.attempt().run();
        } catch (Throwable theirs) {
            thrown = theirs;
        } finally {
            WRITING.remove();
            Thread.interrupted(); // of the body
        }
        if (thrown == null) {
            settle(write, wrote(write) && !isHeld);
        } else if (failed(write, thrown)) {
            settle(write, true);
        }
    }

    private boolean wrote(BehindWrite write) {
        lock.lock();
        try {
            return lanes.wrote(write);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether it is given up. */
    private boolean failed(BehindWrite write, Throwable thrown) {
        boolean isTriedAgain;
        int waiting;
        lock.lock();
        try {
            isTriedAgain = lanes.failed(write, thrown, ticker.nanoTime());
            waiting = lanes.count();
            changed.signalAll();
            work.signal(); // who is idle is to wait no longer than its key rests
        } finally {
            lock.unlock();
        }
        if (isTriedAgain) {
            reports.failed(write, thrown, waiting);
        } else {
            reports.lost(write, thrown);
        }
        return !isTriedAgain;
    }

    private void settle(BehindWrite write, boolean evicts) {
        try {
            if (evicts) {
                evict.accept(write.key());
            }
        } finally {
            settled(write);
        }
    }

    private void settled(BehindWrite write) {
        lock.lock();
        try {
            lanes.settled(write);
            any = !lanes.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is no write at all, which is nearly always so where no method writes behind. */
    public boolean isEmpty() {
        return !any;
    }

    /** Whether {@code write} still waits or runs, and no later one of its key does. */
    public boolean isNewest(BehindWrite write) {
        lock.lock();
        try {
            Lane lane = lanes.of(write.key());
            return lane != null && lane.last() == write;
        } finally {
            lock.unlock();
        }
    }

    /** What becomes of a load of {@code key} now. */
    public State stateOf(String key) {
        if (!any) {
            return State.NONE;
        }
        lock.lock();
        try {
            Lane lane = lanes.of(key);
            if (lane == null) {
                return State.NONE;
            }
            return lane.failuresInARow > 0 ? State.FAILING : State.COMING;
        } finally {
            lock.unlock();
        }
    }

    /**
     * For a load of {@code key}: waits until all its writes are done, one has failed, or the time is up. They come before those
     * of others, and what rests after a failure is tried at once.
     *
     * @return whether none is left
     */
    public boolean isWritten(String key, long nanos) {
        if (key.equals(WRITING.get())) {
            return false;
        }
        return roomy.run(() -> {
            lock.lock();
            try {
                Lane lane = lanes.of(key);
                BehindWrite last = lane == null ? null : lane.lastToEnd();
                return lane == null || last == null || await(lane, last, nanos);
            } finally {
                lock.unlock();
            }
        });
    }

    @GuardedBy("lock")
    private boolean await(Lane lane, BehindWrite write, long nanos) {
        Waiting waiting = new Waiting();
        begin(waiting, lane, write);
        await(waiting, nanos);
        return waiting.isOver();
    }

    @GuardedBy("lock")
    private void begin(Waiting waiting, Lane lane, BehindWrite write) {
        waiting.add(lane, write);
        lanes.hurry(lane);
        work.signal();
    }

    /**
     * Waits for all writes of entries that {@code covered} evicts, so that a body that evicts or puts them comes after. Each
     * that rests after a failure is tried at once.
     *
     * @throws IllegalStateException if they are not done in time, or fail again: the body must not run
     */
    public void awaitWritten(Eviction covered) {
        awaitWritten(id -> !covered.thatEvict(List.of(id)).isEmpty());
    }

    /** The same for all writes. */
    public void awaitAllWritten() {
        awaitWritten(id -> true);
    }

    private void awaitWritten(Predicate<EntryId> covered) {
        String own = WRITING.get();
        Waiting waiting = roomy.run(() -> {
            lock.lock();
            try {
                Waiting begun = begin(covered, own);
                await(begun, limits.longestWait().toNanos());
                return begun;
            } finally {
                lock.unlock();
            }
        });
        if (!waiting.isOver()) {
            throw notWritten(waiting);
        }
    }

    private IllegalStateException notWritten(Waiting waiting) {
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

    @GuardedBy("lock")
    private Waiting begin(Predicate<EntryId> covered, @Nullable String own) {
        Waiting waiting = new Waiting();
        for (Lane lane : List.copyOf(lanes.all())) {
            BehindWrite last = lane.lastToEnd();
            if (last != null && !lane.key.equals(own) && covered.test(last.id())) {
                begin(waiting, lane, last);
            }
        }
        return waiting;
    }

    /** Waits, also if the thread is interrupted, until all is over, something has failed, or the time is up. */
    @GuardedBy("lock")
    private void await(Waiting waiting, long nanos) {
        long left = nanos;
        boolean interrupted = false;
        while (!waiting.isOver() && waiting.failure() == null && left > 0) {
            long start = ticker.nanoTime();
            try {
                changed.awaitNanos(left);
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
            lock.lock();
            try {
                Lane lane = lanes.of(write.key());
                if (lane != null && lane.lastToEnd() == write && lane.failuresInARow == 0) {
                    return await(lane, write, limits.longestWait().toNanos());
                }
                return true;
            } finally {
                lock.unlock();
            }
        });
    }

    /**
     * At the end of the process: waits for all writes, for a limited time. From now on callers run their bodies themselves.
     */
    public void drain() {
        int left;
        lock.lock();
        try {
            ending = true;
            lanes.hurryAll();
            work.signalAll();
            long end = ticker.nanoTime() + limits.drain().toNanos();
            for (long nanos = limits.drain().toNanos(); !lanes.isEmpty() && nanos > 0; ) {
                changed.awaitNanos(nanos);
                nanos = end - ticker.nanoTime();
            }
            left = lanes.count();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left = lanes.count();
        } finally {
            lock.unlock();
        }
        if (left > 0) {
            reports.leftAtTheEnd(left);
        }
    }

    public BehindCounts counts() {
        lock.lock();
        try {
            long oldestMillis = TimeUnit.NANOSECONDS.toMillis(lanes.oldestNanos(ticker.nanoTime()));
            return new BehindCounts(lanes.count(), oldestMillis, reports.failures(), reports.lost());
        } finally {
            lock.unlock();
        }
    }

    public void resetCounts() {
        reports.reset();
    }

    /** What one call waits for. */
    private static final class Waiting {

        private final List<Lane> waitedFor = new ArrayList<>();
        private final List<BehindWrite> writes = new ArrayList<>();
        private final List<Integer> failuresBefore = new ArrayList<>();

        void add(Lane lane, BehindWrite write) {
            write.await();
            waitedFor.add(lane);
            writes.add(write);
            failuresBefore.add(lane.failures);
        }

        boolean isOver() {
            return writes.stream().allMatch(BehindWrite::isOver);
        }

        /** What a write has thrown meanwhile; null if none has. */
        @Nullable
        Throwable failure() {
            for (int i = 0; i < writes.size(); i++) {
                if (!writes.get(i).isOver() && waitedFor.get(i).failures != failuresBefore.get(i)) {
                    return waitedFor.get(i).lastFailure;
                }
            }
            return null;
        }
    }
}
