package dev.larder.agent.core.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoredEntry;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One load that others in this process may wait for.
 *
 * <p><b>Threads.</b> Led by the thread that made it; landed by that thread once; waited for by any other.
 */
final class Flight {

    private final Thread leader = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private @Nullable Claimed claimed;

    /** Its leader waits for another process, or has: this one cannot speed that up. */
    @GuardedBy("lock")
    private boolean outOfOurHands;

    @GuardedBy("lock")
    private @Nullable Landed landed;

    /**
     * The lease that the load is under.
     *
     * @param askedNanos when the leader asked for it, or before: what was evicted until then was evicted before the load
     */
    record Claimed(Lease lease, long askedNanos) {}

    /**
     * What came of the load.
     *
     * @param entry what was stored under a lease that still stood; null for nothing
     * @param isFruitless whether another load, too, would have nothing to store, as far as one can tell
     */
    record Landed(@Nullable StoredEntry entry, boolean isFruitless) {}

    Thread leader() {
        return leader;
    }

    /** The leader may load. */
    void claim(Claimed granted) {
        lock.lock();
        try {
            claimed = granted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The leader begins to wait for another process's load. Not to be taken back when that wait is over. */
    void waitForAnotherProcess() {
        lock.lock();
        try {
            outOfOurHands = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait of all others. */
    void land(Landed with) {
        lock.lock();
        try {
            landed = with;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The lease, if its leader has one by now. */
    @Nullable
    Claimed claimed() {
        lock.lock();
        try {
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the leader has a lease, or will have none any more.
     *
     * @param withinProcess whether to give up as soon as the leader waits for another process, or if it has before
     */
    @Nullable
    Claimed awaitClaim(boolean withinProcess, long nanos) throws InterruptedException {
        long leftNanos = nanos;
        lock.lockInterruptibly();
        try {
            while (claimed == null && leftNanos > 0 && isUnderWay(withinProcess)) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it lands; null if the time ran out first.
     *
     * @param withinProcess as for {@link #awaitClaim}
     */
    @Nullable
    Landed await(boolean withinProcess, long nanos) throws InterruptedException {
        long leftNanos = nanos;
        lock.lockInterruptibly();
        try {
            while (leftNanos > 0 && isUnderWay(withinProcess)) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return landed;
        } finally {
            lock.unlock();
        }
    }

    /** Threads that wait for something that has not come yet. */
    int asleep() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(changed);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isUnderWay(boolean withinProcess) {
        return landed == null && !(withinProcess && outOfOurHands);
    }
}
