package dev.larder.agent.core.engine;

import dev.larder.agent.core.engine.Flight.Claimed;
import dev.larder.agent.core.engine.Flight.Landed;
import dev.larder.agent.core.store.EntryId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way in this process: at most one that newcomers wait for, per entry.
 *
 * <p>Nobody can wait in a circle:
 *
 * <ol>
 *   <li>In this process, every waiting thread first says what it waits for and then follows the chain <i>flight → its
 *       leader → the flight that leader waits for → …</i>; when the chain comes back to itself it does not wait. Two
 *       threads that close a circle at the same moment have both spoken before they look, so that at least one of them
 *       sees it.
 *   <li>Other processes' waits cannot be seen, so no thread that is loading something waits for them, neither for their
 *       lease nor for a flight whose leader waits for it. A leader that begins to wait says so on its flight, which wakes
 *       the threads that are loading. So whoever makes another process wait does not itself wait for another.
 * </ol>
 *
 * <p>A body that hands its work to other threads and waits for them can still close a circle that nobody sees. It ends
 * when the callers' patience does.
 *
 * <p><b>Threads.</b> Thread-safe; holds no lock while application code runs.
 */
final class SingleFlight {

    private final ConcurrentMap<EntryId, Flight> flights = new ConcurrentHashMap<>();
    private final ConcurrentMap<Thread, Flight> waits = new ConcurrentHashMap<>();

    /** The flight of somebody else to wait for, or null: then {@code own} is under way. */
    @Nullable
    Flight join(EntryId id, Flight own) {
        return flights.putIfAbsent(id, own);
    }

    /** The flight to wait for, if there is one, for a caller that cannot lead. */
    @Nullable
    Flight underWay(EntryId id) {
        return flights.get(id);
    }

    /** From here on nobody joins {@code flight} any more. Says whether somebody still could have. */
    boolean close(EntryId id, Flight flight) {
        return flights.remove(id, flight);
    }

    /**
     * The lease of {@code flight}, for which this waits while the leader is asking for it.
     *
     * @param loading as for {@link #await}
     * @return null if there was none in time, or waiting for it would be, or might be, waiting for oneself
     */
    @Nullable
    Claimed awaitClaim(Flight flight, boolean loading, long nanos) throws InterruptedException {
        Claimed claimed = flight.claimed();
        return claimed != null ? claimed : await(flight, () -> flight.awaitClaim(loading, nanos));
    }

    /**
     * Waits for {@code flight} to land.
     *
     * @param loading whether the calling thread is loading something else at the same time
     * @return null if it did not land in time, or waiting for it would be, or might be, waiting for oneself
     */
    @Nullable
    Landed await(Flight flight, boolean loading, long nanos) throws InterruptedException {
        return await(flight, () -> flight.await(loading, nanos));
    }

    private <T> @Nullable T await(Flight flight, Wait<T> wait) throws InterruptedException {
        Thread self = Thread.currentThread();
        waits.put(self, flight);
        try {
            return leadsBackTo(self, flight) ? null : wait.run();
        } finally {
            waits.remove(self);
        }
    }

    private boolean leadsBackTo(Thread self, Flight first) {
        Flight next = first;
        // A chain longer than the number of waiting threads has a circle that does not contain us.
        for (int steps = waits.size() + 1; next != null && steps >= 0; steps--) {
            if (next.leader() == self) {
                return true;
            }
            next = waits.get(next.leader());
        }
        return false;
    }

    /** Loads under way. */
    int size() {
        return flights.size();
    }

    /** Threads that wait for one of them. */
    int waiting() {
        return waits.size();
    }

    /** Those of them for whom nothing has come yet. */
    int asleep() {
        return Set.copyOf(waits.values()).stream().mapToInt(Flight::asleep).sum();
    }

    /** For something about a flight. */
    @FunctionalInterface
    private interface Wait<T> {
        @Nullable
        T run() throws InterruptedException;
    }
}
