package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Parking;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.Landed;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.engine.flight.RecentLandings;
import dev.larder.agent.core.engine.flight.SingleFlight;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the load that a call waits for, or lets the call lead one.
 *
 * <p><b>No caller waits for a load that it cannot use.</b> If a caller finds a flight whose body began before its own
 * call:
 *
 * <ol>
 *   <li>If the flight has a lease, the caller asks the store whether it is still valid. If not, it replaces the flight
 *       and leads the next one. Only the store knows of all evictions, since any process may evict. If it does not
 *       answer, the caller waits: a void result is not shared, so this costs only time.
 *   <li>If the flight has no lease, the caller replaces it at once, and begins its own body when that flight has
 *       landed. So one body of an entry runs at a time, and all callers that come meanwhile share the next.
 *   <li>A void lease never becomes valid again, so its load cannot store, and nothing is lost by not waiting for it.
 *       If it was stored before, the next claim finds the entry.
 *   <li>Callers that wait for the old load go on waiting: they began before the eviction returned. When the old leader
 *       lands, it does not remove the new flight.
 *   <li>A claim cannot replace the question: it would take over an expired lease, and so keep every load that takes
 *       longer than its lease from storing, although nothing was evicted.
 *   <li>A flight whose leader has left it, through any error, is treated as void; its lease is released.
 * </ol>
 *
 * <p><b>Threads.</b> Confined to the call's thread; for a call whose result comes later, used by one thread at a time.
 */
public final class Boarding {

    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final CacheEngine engine;
    private final SingleFlight flights;
    private final RecentLandings landings;
    private final EntryId id;
    private final Invocation call;
    private final Budget budget;
    private final @Nullable LoadingThread leader;
    private final Nesting nesting;
    private final LoadEnd end;
    private final long startNanos;

    /** The one that this call leads. */
    private @Nullable Flight flight;

    /** Whether it asks the store about leases of others. */
    private boolean isAsking = true;

    /** The flight before it: the one that it has replaced, or that has landed for this call. */
    private @Nullable Flight before;

    /** @param leader as of {@link Flight} */
    Boarding(
            CacheEngine engine,
            EntryId id,
            Invocation call,
            Budget budget,
            @Nullable LoadingThread leader,
            Nesting nesting,
            LoadEnd end) {
        this.engine = engine;
        this.flights = engine.flights();
        this.landings = flights.landings();
        this.id = id;
        this.call = call;
        this.budget = budget;
        this.leader = leader;
        this.nesting = nesting;
        this.end = end;
        this.startNanos = engine.ticker().nanoTime();
    }

    /**
     * The flight to wait for; null if there is none, and this call leads one.
     *
     * @param isAnswered whether the store has answered everything so far
     */
    public @Nullable Flight board(boolean isAnswered) {
        Flight lately = landings.find(id, startNanos);
        if (lately != null) {
            return lately;
        }
        Flight own = new Flight(leader, nesting, call.monitor());
        Flight other = flights.join(id, own);
        if (other != null && !isWorthWaitingFor(other, isAnswered)) {
            before = other.lease() == null ? other : null; // one body without a lease at a time
            // Any other flight that has replaced it by now has a body that begins after this call.
            other = flights.replace(id, other, own) ? null : flights.join(id, own);
        }
        if (other == null) {
            flight = own;
            end.lead(own);
            // Another flight may have landed between the two checks.
            before = before == null ? landings.find(id, startNanos) : before;
        }
        return other;
    }

    /**
     * For one of many loads, of which each would ask anew: it waits for any load with a lease. That costs time if the lease is
     * void, and no more, see above.
     */
    void askNothing() {
        isAsking = false;
    }

    /** For a call that leads: the flight to wait for first; null if there is none. */
    public @Nullable Flight before() {
        return before;
    }

    /** When the call began. */
    long startNanos() {
        return startNanos;
    }

    private boolean isWorthWaitingFor(Flight other, boolean isAnswered) {
        if (!other.isLed()) {
            flights.giveUp(other, engine.newBudget());
            return false;
        }
        if (other.beginsAfter(startNanos)) {
            return true;
        }
        // The store ends its lease. If the store had not been sent when this call asked, the result is for it, too.
        Lease lease = other.lease();
        return lease != null
                && !other.isStoring()
                && (!isAsking || stands(other, lease, isAnswered) || other.isStoring());
    }

    /** While the lease is valid, one of many simultaneous callers asks. */
    private boolean stands(Flight other, Lease lease, boolean isAnswered) {
        if (other.stoodAfter(startNanos)) {
            return true;
        }
        try {
            long askedNanos = engine.ticker().nanoTime();
            boolean stands = lease.stands(isAnswered ? engine.newBudget() : budget);
            if (stands) {
                other.noteStood(askedNanos);
            }
            return stands;
        } catch (StoreException unanswered) {
            return true;
        }
    }

    /** Null if the wait was useless or too long. */
    public @Nullable Landed await(Flight other) throws InterruptedException {
        Landed landed = other.isInVain()
                ? other.landed()
                : flights.await(other, isNested(), engine.patienceNanos() - waitedNanos());
        return outcome(other, landed);
    }

    /** Of {@code other}, whose wait has ended with {@code landed}: null if the wait was useless or too long. */
    public @Nullable Landed outcome(Flight other, @Nullable Landed landed) {
        if (landed == null && !other.isLed()) {
            flights.giveUp(other, engine.newBudget());
            return Landed.NOTHING;
        }
        if (landed == null && !isPatient()) {
            other.waitedInVain();
        }
        return landed;
    }

    /** Whether a wait with that outcome is one of those that a call has. */
    public boolean countsAsWait(Landed landed) {
        return !landed.isLeftToAnotherProcess() || !isPatient();
    }

    /** Whether the call was made by the body of another load. */
    public boolean isNested() {
        return nesting.outer != null;
    }

    /** Whether the call has not waited too long yet. */
    public boolean isPatient() {
        return waitedNanos() < engine.patienceNanos();
    }

    /** The one that this call leads; null for none. */
    public @Nullable Flight own() {
        return flight;
    }

    /**
     * Whether the outcome of {@code other} is of a time after this call began: since then its body began, or its leader asked
     * for the entry that it found, or its lease was still valid.
     */
    boolean isInTime(Flight other) {
        return other.beginsAfter(startNanos) || other.stoodAfter(startNanos);
    }

    /**
     * Whether this call may wait for another process, which may itself wait for the lease of a load of this thread, or for a
     * lock of this thread. See {@link SingleFlight}.
     */
    boolean mayWaitForAnotherProcess() {
        return nesting.outer == null && !flights.isHeldUpByCaller() && waitedNanos() < engine.patienceNanos();
    }

    /**
     * Pauses for longer and longer, by a quarter of the time waited, so that a long load is not checked too often. Returns
     * false if the thread cannot be parked: to keep its carrier could keep the load from running.
     */
    boolean waitForAnotherProcess() throws InterruptedException {
        boolean hasParked = Parking.parkNanos(this, beginPauseNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return hasParked;
    }

    /** Whether the call may go on asking for what another process loads, after a pause. */
    public boolean waitForOtherProcesses() throws InterruptedException {
        return mayWaitForAnotherProcess() && waitForAnotherProcess();
    }

    /** As before such a pause: lets others know of it. Returns how long it is. */
    public long beginPauseNanos() {
        if (flight != null) {
            flight.waitForAnotherProcess();
        }
        return Math.max(MIN_PAUSE_NANOS, Math.min(MAX_PAUSE_NANOS, waitedNanos() / 4));
    }

    private long waitedNanos() {
        return engine.ticker().nanoTime() - startNanos;
    }
}
