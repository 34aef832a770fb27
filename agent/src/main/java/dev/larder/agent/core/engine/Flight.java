package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoredEntry;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One load that others in this process may wait for.
 *
 * <p><b>Threads.</b> Led by the thread that made it; landed by that thread once; waited for by any other.
 */
final class Flight {

    private final Thread leader = Thread.currentThread();

    /** Published to those who ask or wait, as are the next two. */
    private volatile @Nullable Claimed claimed;

    /** Its leader waits for another process, or has: this one cannot speed that up. */
    private volatile boolean outOfOurHands;

    private volatile @Nullable Landed landed;

    /** Made by the first that waits, which of most flights nobody does. */
    private volatile @Nullable Waiters waiters;

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
        claimed = granted;
        wake();
    }

    /** The leader begins to wait for another process's load. Not to be taken back when that wait is over. */
    void waitForAnotherProcess() {
        outOfOurHands = true;
        wake();
    }

    /** Ends the wait of all others. */
    void land(Landed with) {
        landed = with;
        wake();
    }

    /**
     * To be called after the change. Whoever waits has shown that it does before it looks for the change; so of those who
     * are not seen here, each sees the change.
     */
    private void wake() {
        Waiters asleep = waiters;
        if (asleep != null) {
            asleep.wake();
        }
    }

    /** The lease, if its leader has one by now. */
    @Nullable
    Claimed claimed() {
        return claimed;
    }

    /**
     * Waits until the leader has a lease, or will have none any more.
     *
     * @param withinProcess whether to give up as soon as the leader waits for another process, or if it has before
     */
    @Nullable
    Claimed awaitClaim(boolean withinProcess, long nanos) throws InterruptedException {
        waiters().awaitWhile(() -> claimed == null && isUnderWay(withinProcess), nanos);
        return claimed;
    }

    /**
     * Waits until it lands; null if the time ran out first.
     *
     * @param withinProcess as for {@link #awaitClaim}
     */
    @Nullable
    Landed await(boolean withinProcess, long nanos) throws InterruptedException {
        waiters().awaitWhile(() -> isUnderWay(withinProcess), nanos);
        return landed;
    }

    private synchronized Waiters waiters() {
        Waiters made = waiters;
        if (made == null) {
            made = new Waiters();
            waiters = made;
        }
        return made;
    }

    /** Threads that wait for something that has not come yet. */
    int asleep() {
        Waiters asleep = waiters;
        return asleep == null ? 0 : asleep.count();
    }

    private boolean isUnderWay(boolean withinProcess) {
        return landed == null && !(withinProcess && outOfOurHands);
    }

    /** The threads that wait for a change. */
    private static final class Waiters {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();

        void awaitWhile(BooleanSupplier nothingCame, long nanos) throws InterruptedException {
            long leftNanos = nanos;
            lock.lockInterruptibly();
            try {
                while (leftNanos > 0 && nothingCame.getAsBoolean()) {
                    leftNanos = changed.awaitNanos(leftNanos);
                }
            } finally {
                lock.unlock();
            }
        }

        void wake() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        int count() {
            lock.lock();
            try {
                return lock.getWaitQueueLength(changed);
            } finally {
                lock.unlock();
            }
        }
    }
}
