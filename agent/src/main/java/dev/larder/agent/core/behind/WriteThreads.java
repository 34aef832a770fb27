package dev.larder.agent.core.behind;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run the bodies of writes.
 *
 * <p><b>Threads.</b> Thread-safe. They start when they are needed, up to a fixed number, and end some seconds after the last
 * write.
 *
 * <p><b>Failure.</b> What a body throws has it run again later; what interrupts its thread is undone.
 */
final class WriteThreads {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What this thread writes. */
    private static final ThreadLocal<@Nullable BehindWrite> WRITING = new ThreadLocal<>();

    private final Turns turns;
    private final int most;
    private final Ticker ticker;
    private final Consumer<String> evict;
    private final BehindReports reports;
    private final ThreadFactory makeThread;

    @GuardedBy("turns.lock")
    private int running;

    @GuardedBy("turns.lock")
    private int idle;

    /** Those whose bodies wait for other writes: each has another thread write meanwhile. */
    @GuardedBy("turns.lock")
    private int waiting;

    WriteThreads(
            Turns turns,
            int most,
            Ticker ticker,
            Consumer<String> evict,
            BehindReports reports,
            ThreadFactory makeThread) {
        this.turns = turns;
        this.most = most;
        this.ticker = ticker;
        this.evict = evict;
        this.reports = reports;
        this.makeThread = makeThread;
    }

    /** What the calling thread writes; null for nothing. */
    static @Nullable BehindWrite writing() {
        return WRITING.get();
    }

    /** Whether there is a thread to write, which is started if that makes the writes faster. */
    boolean areThere() {
        turns.lock.lock();
        try {
            return turns.lanes.readyCount() < idle
                    || running - Math.min(waiting, most) >= most
                    || isStarted()
                    || running > 0;
        } finally {
            turns.lock.unlock();
        }
    }

    /** The body that the calling thread runs waits for earlier writes. */
    void beginWaiting() {
        turns.lock.lock();
        try {
            waiting++;
            if (idle == 0 && running - Math.min(waiting, most) < most) {
                isStarted();
            }
        } finally {
            turns.lock.unlock();
        }
    }

    void endWaiting() {
        turns.lock.lock();
        try {
            waiting--;
        } finally {
            turns.lock.unlock();
        }
    }

    @CanIgnoreReturnValue
    @GuardedBy("turns.lock")
    private boolean isStarted() {
        try {
            makeThread.newThread(this::writeAll).start();
            running++;
            return true;
        } catch (Throwable noThread) {
            return false;
        }
    }

    private void writeAll() {
        for (BehindWrite write = next(); write != null; write = next()) {
            try {
                run(write);
            } catch (Throwable ours) {
                // There is no memory or no stack left for what follows a body. The next write may find some.
            }
        }
    }

    /** Null if this thread is to end. */
    private @Nullable BehindWrite next() {
        turns.lock.lock();
        try {
            boolean isIdle = false;
            while (true) {
                BehindWrite write = turns.lanes.next(ticker.nanoTime());
                if (write != null) {
                    return write;
                }
                if (isIdle && turns.lanes.isEmpty()) {
                    running--;
                    return null;
                }
                isIdle = !awaitWork();
            }
        } finally {
            turns.lock.unlock();
        }
    }

    /** Returns false after a while without work. */
    @GuardedBy("turns.lock")
    @SuppressWarnings("WaitNotInLoop") // the caller's
    private boolean awaitWork() {
        idle++;
        try {
            return turns.work.awaitNanos(Math.min(IDLE_NANOS, turns.lanes.nanosToNext(ticker.nanoTime()))) > 0;
        } catch (InterruptedException strays) { // nobody means to interrupt it
            return true;
        } finally {
            idle--;
        }
    }

    private void run(BehindWrite write) {
        WRITING.set(write);
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
        turns.lock.lock();
        try {
            return turns.lanes.wrote(write);
        } finally {
            turns.lock.unlock();
        }
    }

    /** Returns whether it is given up. */
    private boolean failed(BehindWrite write, Throwable thrown) {
        boolean isTriedAgain;
        int waiting;
        turns.lock.lock();
        try {
            isTriedAgain = turns.lanes.failed(write, thrown, ticker.nanoTime());
            waiting = turns.lanes.count();
            turns.changed.signalAll();
            turns.work.signal(); // who is idle is to wait no longer than its key rests
        } finally {
            turns.lock.unlock();
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
        turns.lock.lock();
        try {
            turns.lanes.settled(write);
            turns.any = !turns.lanes.isEmpty();
            turns.changed.signalAll();
        } finally {
            turns.lock.unlock();
        }
    }
}
