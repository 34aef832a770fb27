package dev.larder.agent.core.engine.flight;

import dev.larder.agent.core.base.LockOwners;
import dev.larder.agent.core.base.Ticker;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for each other's loads, and whether their waits can end.
 *
 * <p>No thread waits in a circle:
 *
 * <ol>
 *   <li>In this process, every waiting thread first publishes what it waits for and then follows the chain <i>flight →
 *       its leader → the flight that leader waits for → …</i>. If the chain comes back to the thread, it does not
 *       wait. Two threads that close a circle at the same moment have both published before they follow the chain, so
 *       at least one of them sees the circle.
 *   <li>A leader may also be blocked on a lock: a monitor, or one of {@code java.util.concurrent}. The application may
 *       close such a circle while others wait already, so a waiting thread follows the chain again now and then, also
 *       through locks: <i>… → the thread that holds the lock it is blocked on → …</i>. Most leaders run, or wait for a
 *       reply, which their state shows.
 *   <li>If the JVM does not tell who holds the lock, it may be the waiting thread. If that lasts, the waiting threads
 *       give up, one after the other, and run the body themselves: an unneeded load, and no deadlock.
 *   <li>Waits in other processes cannot be seen. So no thread that is loading something waits for another process,
 *       neither for its lease nor for a flight whose leader waits for that lease. A leader that begins such a wait
 *       marks its flight, which wakes the threads that are loading. A thread that holds a lock on which a load is
 *       blocked does not wait for another process either. So a thread that makes another process wait does not itself
 *       wait for one.
 * </ol>
 *
 * <p>A body that passes its work to other threads and waits for them can still close a circle that is not detected. So
 * can a body that waits for a row, a latch or a pooled connection, and so can loads that no thread waits for ({@code
 * LaterLoad}). Such a circle ends when the callers give up waiting.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock.
 */
final class Waits {

    private static final long FIRST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /**
     * How long a leader may be blocked on a lock with an unknown owner, and how far apart waiting threads give up
     * then.
     */
    private static final long UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How many locks one chain may lead through: more than any application holds at once in a row. */
    private static final int MOST_LOCKS = 16;

    private final Ticker ticker;

    /** Whether the calling thread holds a lock on which a load of this process is blocked. */
    private final BooleanSupplier holdsUpALoad;

    private final Set<LoadingThread> waiting = ConcurrentHashMap.newKeySet();

    Waits(Ticker ticker, BooleanSupplier holdsUpALoad) {
        this.ticker = ticker;
        this.holdsUpALoad = holdsUpALoad;
    }

    /** As {@link SingleFlight#await}. */
    @Nullable
    Landed await(Flight flight, boolean loading, long nanos) throws InterruptedException {
        LoadingThread self = LoadingThread.current();
        self.waitingFor = flight;
        waiting.add(self);
        try {
            return flight.isKeptByCaller() || end(self, flight, 0) == End.SELF
                    ? null
                    : flight.await(loading, ticker, nanos, new Watch(self, flight));
        } finally {
            self.waitingFor = null; // first, since it cannot fail
            waiting.remove(self);
        }
    }

    /**
     * For a call that waits without its thread, which may hold a lock, and may itself wait for the call. The first look comes
     * before the wait.
     */
    Flight.Watch watch(LoadingThread caller, Flight flight) {
        return new Watch(caller, flight);
    }

    /** Where a chain of waits ends. */
    private enum End {
        /** At the asking thread. */
        SELF,
        /** At a lock whose holder is unknown. */
        UNKNOWN,
        /** At a thread that is not known to wait. */
        OTHER
    }

    private End end(LoadingThread self, Flight first, int mostLocks) {
        Flight flight = first;
        // A chain longer than the number of waiting threads has a circle that does not contain us.
        for (int steps = waiting.size() + 1; steps >= 0; steps--) {
            if (flight.landed() != null) {
                return End.OTHER; // whoever waits for it is about to go on
            }
            LoadingThread leader = flight.leader();
            if (leader == self) {
                return End.SELF;
            }
            if (leader == null) {
                return End.OTHER;
            }
            Flight next = leader.waitingFor;
            if (next == null) {
                return mostLocks == 0 ? End.OTHER : behindLock(self, LockOwners.of(leader.thread()), mostLocks - 1);
            }
            flight = next;
        }
        return End.OTHER;
    }

    private End behindLock(LoadingThread self, long owner, int mostLocks) {
        if (owner == self.thread().getId()) {
            return End.SELF;
        }
        if (owner < 0) {
            return owner == LockOwners.UNKNOWN ? End.UNKNOWN : End.OTHER;
        }
        Flight next = awaitedBy(owner);
        if (next != null) {
            return end(self, next, mostLocks);
        }
        return mostLocks == 0 ? End.OTHER : behindLock(self, LockOwners.of(owner), mostLocks - 1);
    }

    /** Whether {@code leader} is blocked on a lock that leads to the calling thread. */
    boolean isStoppedByCaller(@Nullable LoadingThread leader) {
        LoadingThread self = LoadingThread.current();
        long owner = leader == null || leader == self ? LockOwners.NOBODY : LockOwners.of(leader.thread());
        return owner >= 0 && behindLock(self, owner, MOST_LOCKS) == End.SELF;
    }

    private @Nullable Flight awaitedBy(long threadId) {
        for (LoadingThread each : waiting) {
            if (each.thread().getId() == threadId) {
                return each.waitingFor;
            }
        }
        return null;
    }

    int count() {
        return (int) waiting.stream().filter(each -> each.waitingFor != null).count();
    }

    int asleep() {
        return waiting.stream()
                .map(each -> each.waitingFor)
                .filter(Objects::nonNull)
                .distinct()
                .mapToInt(Flight::asleep)
                .sum();
    }

    /** Checks now and then whether one wait is still useful. */
    private final class Watch implements Flight.Watch {

        private final LoadingThread self;
        private final Flight flight;
        private boolean isUnknown;
        private long unknownSinceNanos;

        Watch(LoadingThread self, Flight flight) {
            this.self = self;
            this.flight = flight;
        }

        /** As long as it has waited already, so that a long wait costs few checks and a short one ends soon. */
        @Override
        public long pauseNanos(long waitedNanos) {
            return Math.max(FIRST_LOOK_NANOS, Math.min(waitedNanos, LONGEST_PAUSE_NANOS));
        }

        @Override
        public boolean makesSense() {
            if (!flight.isLed() || flight.isInVain() || (flight.isOutOfOurHands() && holdsUpALoad.getAsBoolean())) {
                return false;
            }
            End end = end(self, flight, MOST_LOCKS);
            long nowNanos = ticker.nanoTime();
            if (end != End.UNKNOWN || !isUnknown) {
                isUnknown = end == End.UNKNOWN;
                unknownSinceNanos = nowNanos;
                return end != End.SELF;
            }
            return nowNanos - unknownSinceNanos < UNKNOWN_NANOS || !flight.letsOneLeave(nowNanos, UNKNOWN_NANOS);
        }
    }
}
