package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.EntryId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way in this process: at most one that others wait for, per entry.
 *
 * <p>Nobody can wait in a circle. Every waiting thread first says what it waits for and then follows the chain
 * <i>flight → its leader → the flight that leader waits for → …</i>; when the chain comes back to itself it does not
 * wait. Two threads that close a circle at the same moment have both spoken before they look, so that at least one of
 * them sees it.
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

    /** From here on nobody joins {@code own} any more. */
    void close(EntryId id, Flight own) {
        flights.remove(id, own);
    }

    /**
     * Waits for {@code flight} to land.
     *
     * @return false if it did not land in time, or waiting for it would be waiting for oneself
     */
    boolean await(Flight flight, long nanos) throws InterruptedException {
        Thread self = Thread.currentThread();
        waits.put(self, flight);
        try {
            return !leadsBackTo(self, flight) && flight.await(nanos);
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
}
