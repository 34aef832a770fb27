package dev.larder.agent.core.engine.flight;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way in this process: at most one for each entry that new callers wait for.
 *
 * <p>No caller waits for a load that cannot end: {@link Waits} detects circles, and if a leader has left its flight
 * without landing it, the next caller removes the flight.
 *
 * <p><b>Threads.</b> Thread-safe; holds no lock while application code runs.
 */
public final class SingleFlight {

    private final ConcurrentMap<EntryId, Flight> flights = new ConcurrentHashMap<>();
    private final RecentLandings landings;
    private final Waits waits;

    /**
     * Whether a leader could not remove its flight, or not release its lease. Written as a field, for the same reason
     * as {@link LoadingThread#innermost}.
     */
    public volatile boolean abandoned;

    public SingleFlight(Ticker ticker) {
        this.landings = new RecentLandings(ticker);
        this.waits = new Waits(ticker, this::isHeldUpByCaller);
    }

    /** Another caller's flight to wait for, or null: then {@code own} is under way. */
    @Nullable
    public Flight join(EntryId id, Flight own) {
        return flights.putIfAbsent(id, own);
    }

    /** Those that recently landed without an answer of the store. */
    public RecentLandings landings() {
        return landings;
    }

    /** From here on new callers join {@code next}. Returns whether they would have joined {@code flight}. */
    public boolean replace(EntryId id, Flight flight, Flight next) {
        return flights.replace(id, flight, next);
    }

    /** From here on only callers that came in time can still use {@code flight}. */
    public void close(EntryId id, Flight flight) {
        if (flight.hasDeparted() && landings.areWorthKeeping()) {
            landings.add(id, flight); // first, so that they find it here or there
        }
        flights.remove(id, flight);
    }

    /**
     * Waits for {@code flight} to land.
     *
     * @param loading whether the calling thread is loading something else at the same time
     * @return null if it did not land in time, or waiting for it would be, or might be, waiting for oneself
     */
    @Nullable
    public Landed await(Flight flight, boolean loading, long nanos) throws InterruptedException {
        return waits.await(flight, loading, nanos);
    }

    /** Says whether a call that waits without its thread should go on waiting. */
    public Flight.Watch watch(LoadingThread caller, Flight flight) {
        return waits.watch(caller, flight);
    }

    /** Whether the calling thread holds a lock on which one of the loads is blocked. */
    public boolean isHeldUpByCaller() {
        for (Flight flight : flights.values()) {
            if (waits.isStoppedByCaller(flight.leader())) {
                return true;
            }
        }
        return false;
    }

    /** Removes the flights whose leaders have left them, and recent landings that are no longer needed. */
    public void sweep(Supplier<Budget> budgets) {
        landings.forgetOld();
        if (abandoned) {
            abandoned = false;
            flights.forEach((id, flight) -> {
                if (!flight.isLed()) {
                    close(id, flight);
                    giveUp(flight, budgets.get());
                }
            });
        }
    }

    /** For a flight whose leader has left it: ends the waits of other callers, for the flight and for its lease. */
    public void giveUp(Flight flight, Budget budget) {
        if (!flight.landAbandoned()) {
            return;
        }
        Lease lease = flight.lease();
        try {
            if (lease != null) {
                lease.release(budget); // harmless if its leader had done that already
            }
        } catch (Throwable unanswered) {
            // The lease expires. This call has a load of its own, which the failure must not disturb.
        }
    }

    /** Loads under way. */
    public int size() {
        return flights.size();
    }

    /** Threads that wait for one of them. */
    public int waiting() {
        return waits.count();
    }

    /** Those of them that have no outcome yet. */
    public int asleep() {
        return waits.asleep();
    }
}
