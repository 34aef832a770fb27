package dev.larder.agent.core.engine.flight;

import dev.larder.agent.core.base.Parking;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.store.Lease;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One load that others in this process may wait for.
 *
 * <p>It <i>boards</i> while its leader asks the store for the lease, it <i>departs</i> when the body begins, with a
 * lease or without, and it <i>lands</i> with its outcome, after the store. If the leader finds the entry instead, it
 * departs and lands with that. A flight whose leader has left the load is
 * over, even if it never landed: an error can occur at any step.
 *
 * <p>A load whose result comes later ({@code LaterLoad}) has a leader only while a thread is in its body, and is under way
 * until it lands.
 *
 * <p><b>Threads.</b> Led by the thread that made it, or by one thread after the other; landed by the last one; waited for by
 * any other. Without a monitor, since virtual threads wait here.
 */
public final class Flight {

    /** The thread in the body; null if there is none. Published to the waiting threads. */
    private volatile @Nullable LoadingThread leader;

    private final Nesting load;
    private final @Nullable Object monitor;

    /** The waiting threads; the latest first. */
    private final AtomicReference<@Nullable Waiter> waiters = new AtomicReference<>();

    /** When the next waiting thread may give up although it does not know that it has to. */
    private final AtomicLong nextLeaveNanos = new AtomicLong(Long.MIN_VALUE);

    /** Whether its leader waits, or has waited, for another process. Published to the waiting threads. */
    private volatile boolean outOfOurHands;

    /** As {@link #beganNanos}, published by {@link #departed}. */
    private @Nullable Lease lease;

    private long beganNanos;

    private volatile boolean departed;

    /** Whether the store of the result is about to be sent. Published to later callers. */
    private volatile boolean storing;

    /** When a caller last asked whether the lease is valid, and it was; meaningless before the departure. */
    private volatile long stoodNanos;

    /** Publishes the outcome to the waiting threads. */
    private volatile @Nullable Landed landed;

    /**
     * To be made by its leader.
     *
     * @param leader null for a load that is not bound to a thread
     * @param monitor the one that the body enters; null for none
     */
    public Flight(@Nullable LoadingThread leader, Nesting load, @Nullable Object monitor) {
        this.leader = leader;
        this.load = load;
        this.monitor = monitor;
    }

    /** Null while no thread is in the body of a load that is not bound to one. */
    @Nullable
    LoadingThread leader() {
        return leader;
    }

    /** For a load that is not bound to a thread: {@code thread} is in it from now on. Null if none is. */
    public void lead(@Nullable LoadingThread thread) {
        leader = thread;
    }

    /** Whether its leader still is in the load. If not, the flight has landed or been abandoned. */
    public boolean isLed() {
        LoadingThread thread = leader;
        return thread == null || thread.isIn(load);
    }

    /** A call has waited for it for as long as a call waits. */
    public void waitedInVain() {
        load.waitedInVain();
    }

    /**
     * Whether a call has waited in vain for another load of the same run of a body, which loads many. The body may itself wait
     * for the waiting calls, on other threads. Then each of its ids would be waited for that long, one after the other.
     */
    public boolean isInVain() {
        return load.isInVain();
    }

    /** Whether the calling thread blocks the body, because it holds the monitor that the body enters. */
    boolean isKeptByCaller() {
        return monitor != null && Thread.holdsLock(monitor);
    }

    /** The leader begins to wait for another process's load. Not to be taken back when that wait is over. */
    public void waitForAnotherProcess() {
        outOfOurHands = true;
        wake();
    }

    boolean isOutOfOurHands() {
        return outOfOurHands;
    }

    /**
     * The body is about to begin; or the leader has found the entry and will not run it.
     *
     * @param under null if no result will be stored
     * @param nowNanos from before the body, or before the store was asked for the entry
     */
    public void depart(@Nullable Lease under, long nowNanos) {
        lease = under;
        beganNanos = nowNanos;
        stoodNanos = nowNanos; // so that it is not after a later call
        departed = true;
    }

    /** Whether its body has begun, or its leader has found an entry. */
    boolean hasDeparted() {
        return departed;
    }

    /** Whether its outcome is of a time after {@code nanos}, which lie in the past. */
    public boolean beginsAfter(long nanos) {
        return !departed || beganNanos - nanos > 0;
    }

    /** That the body runs under; null if there is none, or not yet. */
    @Nullable
    public Lease lease() {
        return departed ? lease : null;
    }

    /** Records that its lease was valid when a caller asked at {@code askedNanos}. */
    public void noteStood(long askedNanos) {
        stoodNanos = askedNanos;
    }

    /** Whether its lease is known to have been valid at some time after {@code nanos}. */
    public boolean stoodAfter(long nanos) {
        return stoodNanos - nanos > 0;
    }

    /** From here on, callers that came after the body began cannot use the flight any more. */
    public void beginStoring() {
        storing = true;
    }

    /** Whether an eviction may come after the store of the result, and return before a call that begins now. */
    public boolean isStoring() {
        return storing;
    }

    /** Ends the waits of all others. */
    public void land(Landed with) {
        landed = with;
        wake();
        waiters.set(null); // who registers from now on sees the landing
    }

    /** Lands the flight if the leader has left the load without landing it. Returns whether that was so. */
    boolean landAbandoned() {
        boolean isAbandoned = landed == null;
        if (isAbandoned) {
            land(Landed.NOTHING);
        }
        return isAbandoned;
    }

    /**
     * To be called after the change. A waiting thread registers before it checks for the change; so each thread that
     * is not seen here sees the change.
     */
    private void wake() {
        for (Waiter each = waiters.get(); each != null; each = each.next) {
            LockSupport.unpark(each.thread); // nothing for one that is gone
            Runnable action = each.action;
            if (action != null && !isUnderWay(each.withinProcess)) {
                action.run();
            }
        }
    }

    /**
     * Runs {@code action} when it lands, or at once if it has; perhaps more than once.
     *
     * @param withinProcess whether also as soon as the leader waits for another process, or if it has before
     * @param action short, and does not throw: the thread that lands the flight runs it
     * @return keeps the action until the flight lands, unless it is told to forget it
     */
    public Waiting whenOver(boolean withinProcess, Runnable action) {
        Waiter waiter = new Waiter(withinProcess, null, action);
        register(waiter);
        if (!isUnderWay(withinProcess)) {
            waiter.forget();
            action.run();
        }
        return waiter;
    }

    /** One that does not hold a thread. */
    public interface Waiting {

        /** It has ended: the stage that the flight belongs to may never do so. */
        void forget();
    }

    /** The outcome; null if it has not landed. */
    public @Nullable Landed landed() {
        return landed;
    }

    private void register(Waiter waiter) {
        do {
            waiter.next = waiters.get();
        } while (!waiters.compareAndSet(waiter.next, waiter));
    }

    /**
     * Waits until it lands; null if it did not.
     *
     * @param withinProcess whether to give up as soon as the leader waits for another process, or if it has before
     * @param watch checked now and then; the wait ends when it says that waiting is useless
     */
    @Nullable
    Landed await(boolean withinProcess, Ticker ticker, long nanos, Watch watch) throws InterruptedException {
        Waiter self = new Waiter(withinProcess, Thread.currentThread(), null);
        register(self);
        try {
            long startNanos = ticker.nanoTime();
            long nextLookNanos = watch.pauseNanos(0);
            for (long waitedNanos = 0; isUnderWay(withinProcess) && waitedNanos < nanos; ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!Parking.parkNanos(this, Math.min(nanos, nextLookNanos) - waitedNanos)) {
                    break; // to keep the carrier could keep the leader from running
                }
                waitedNanos = ticker.nanoTime() - startNanos;
                if (waitedNanos >= nextLookNanos) {
                    if (!watch.makesSense()) {
                        break;
                    }
                    nextLookNanos = waitedNanos + watch.pauseNanos(waitedNanos);
                }
            }
            return landed;
        } finally {
            self.thread = null;
        }
    }

    /** Whether the calling thread may give up although it does not know that it has to: one thread at a time. */
    boolean letsOneLeave(long nowNanos, long intervalNanos) {
        long next = nextLeaveNanos.get();
        boolean isDue = next == Long.MIN_VALUE || nowNanos - next >= 0;
        return isDue && nextLeaveNanos.compareAndSet(next, nowNanos + intervalNanos);
    }

    /** Threads that wait for something that has not come yet. */
    int asleep() {
        int asleep = 0;
        for (Waiter each = waiters.get(); each != null; each = each.next) {
            asleep += each.thread != null && isUnderWay(each.withinProcess) ? 1 : 0;
        }
        return asleep;
    }

    private boolean isUnderWay(boolean withinProcess) {
        return landed == null && !(withinProcess && outOfOurHands);
    }

    /** Checks one wait. */
    public interface Watch {

        /** How long it may be until the next look, after having waited for so long. */
        long pauseNanos(long waitedNanos);

        boolean makesSense();
    }

    /** A thread or an action that waits, or has waited: it stays in the list for as long as there is the flight. */
    private static final class Waiter implements Waiting {

        private final boolean withinProcess;

        /** Null when it no longer waits: the thread is not kept alive, and not woken up in its next work. */
        private volatile @Nullable Thread thread;

        /** As {@link #thread}, for one that holds none. */
        private volatile @Nullable Runnable action;

        /** Published with this waiter. */
        private @Nullable Waiter next;

        Waiter(boolean withinProcess, @Nullable Thread thread, @Nullable Runnable action) {
            this.withinProcess = withinProcess;
            this.thread = thread;
            this.action = action;
        }

        @Override
        public void forget() {
            action = null;
        }
    }
}
