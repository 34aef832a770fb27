package dev.larder.agent.core.store;

import dev.larder.agent.core.wait.Budget;
import java.time.Duration;

/**
 * The right to store one value for one entry, given to one loader.
 *
 * <p>It ends when the value is stored, when it is released, when its key is evicted, or when it has expired and
 * another loader was granted the next one. An expired lease that was not taken over can still store: nothing was
 * evicted.
 *
 * <p><b>Threads.</b> Immutable; used by the thread that loads. Any thread may ask whether it is valid.
 */
public interface Lease {

    /**
     * How long after its end a lease that was not taken over can still store. It is long, since nothing was evicted,
     * and limited, since the leases of dead loaders must expire.
     */
    static Duration memoryOf(Duration lease) {
        Duration manifold = lease.multipliedBy(10);
        Duration least = Duration.ofMinutes(1);
        return manifold.compareTo(least) > 0 ? manifold : least;
    }

    /** Whether the store keeps {@link StoredEntry.Local} values; otherwise it takes {@link StoredEntry.Encoded} only. */
    boolean keepsReferences();

    /**
     * Stores the value if this lease is still valid, and ends the lease.
     *
     * @param ttlMillis from now, by the store's own clock; greater than 0
     * @param staleMillis how much longer it can be looked up as {@linkplain Lookup.Stale stale}; 0 for not at all
     * @return false if the lease was void: the key was evicted, or another loader took over
     */
    boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException;

    /** The same for a value that nobody gets after its time to live. */
    default boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
        return store(entry, ttlMillis, 0, budget);
    }

    /**
     * As {@link #store}, for one of many values: the answer is awaited later, so that they share a round trip. Where storing waits
     * for nothing, it is done at once.
     *
     * @param together those that are sent one after the other; {@link StoresTogether#send} follows before an answer is awaited
     */
    default PendingStore startStore(
            StoredEntry entry, long ttlMillis, long staleMillis, StoresTogether together, Budget budget)
            throws StoreException {
        boolean isStored = store(entry, ttlMillis, staleMillis, budget);
        return waiting -> isStored;
    }

    /**
     * Whether it could still store. It is void for ever once the key or one of its tags was evicted, another loader
     * took over, or it has ended. A void lease does not block later claims.
     */
    boolean stands(Budget budget) throws StoreException;

    /** Ends the lease without storing, so that the next loader need not wait. Harmless if it is already void. */
    void release(Budget budget) throws StoreException;
}
