package dev.larder.agent.core.engine.flight;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Flights that landed recently while the store left callers without an answer.
 *
 * <p>Of many simultaneous callers, each learns at another time that the store does not answer. When the last one does,
 * the first one's body may be over, although it began after all of them had come: they may use its result, too.
 *
 * <p><b>Shape.</b> Holds flights and their entries' owners weakly, and drops them after a second, or at the next load
 * after that, so it keeps no object of the application alive. If two owners have flights of one key, it keeps the
 * later one.
 *
 * <p><b>Threads.</b> Thread-safe, lock-free.
 */
public final class RecentLandings {

    /** Much longer than a call waits for the store. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How exactly {@link #unansweredNanos} is kept, so that many callers at once do not all write to it. */
    private static final long GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ConcurrentMap<EntryId, Landing> latest = new ConcurrentHashMap<>();
    private final Queue<Landing> inOrder = new ConcurrentLinkedQueue<>();
    private final Ticker ticker;

    /** Whether landings are kept; while the store answers, no call reads the clock for this. */
    private volatile boolean keeping;

    /** When a store last left a caller without an answer. Landings are kept until some time after that. */
    private volatile long unansweredNanos;

    public RecentLandings(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The store has left a caller without an answer. */
    public void noteUnanswered() {
        long nowNanos = ticker.nanoTime();
        if (!keeping || nowNanos - unansweredNanos > GRAIN_NANOS) {
            unansweredNanos = nowNanos;
            keeping = true;
        }
    }

    boolean areWorthKeeping() {
        if (keeping && ticker.nanoTime() - unansweredNanos > KEPT_NANOS) {
            keeping = false; // only a few callers can be left without an answer at this moment
        }
        return keeping;
    }

    /** {@code flight} is about to land. */
    void add(EntryId id, Flight flight) {
        Landing landing = new Landing(id, flight, ticker.nanoTime());
        latest.put(landing.id, landing);
        inOrder.add(landing);
    }

    /** The latest one of {@code id}, if there was one that is of a time after {@code nanos}, which lie in the past. */
    @Nullable
    public Flight find(EntryId id, long nanos) {
        Landing landing = latest.isEmpty() ? null : latest.get(id.withoutOwner());
        Flight flight = landing == null || !landing.isOf(id.owner()) ? null : landing.get();
        return flight != null && flight.beginsAfter(nanos) ? flight : null;
    }

    void forgetOld() {
        for (Landing oldest = inOrder.peek();
                oldest != null && ticker.nanoTime() - oldest.nanos > KEPT_NANOS;
                oldest = inOrder.peek()) {
            Landing taken = inOrder.poll(); // another thread may have taken the oldest: this one is little younger
            if (taken != null) {
                latest.remove(taken.id, taken);
            }
        }
    }

    private static final class Landing extends WeakReference<Flight> {

        /** Without its owner. */
        private final EntryId id;

        private final @Nullable WeakReference<EntryOwner> owner;
        private final long nanos;

        Landing(EntryId id, Flight flight, long nanos) {
            super(flight);
            this.id = id.withoutOwner();
            this.owner = id.owner() == null ? null : id.owner().reference();
            this.nanos = nanos;
        }

        boolean isOf(@Nullable EntryOwner asking) {
            return owner == null ? asking == null : asking != null && owner.refersTo(asking);
        }
    }
}
