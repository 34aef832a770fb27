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
     * How long after its end a lease that was not taken over can still store. Long, since nothing was evicted; not for
     * ever, since what a dead loader leaves must expire.
     */
    static Duration memoryOf(Duration lease) {
        Duration manifold = lease.multipliedBy(10);
        Duration least = Duration.ofMinutes(1);
        return manifold.compareTo(least) > 0 ? manifold : least;
    }

    /** Whether the store keeps {@link StoredEntry.Shared} values; otherwise it takes {@link StoredEntry.Encoded} only. */
    boolean keepsReferences();

    /**
     * Stores the value if this lease still stands, and ends the lease.
     *
     * @param ttlMillis from now, by the store's own clock; greater than 0
     * @return false if the lease was void: the key was evicted, or another loader took over
     */
    boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException;

    /**
     * Whether it still could store. It could not if the key or one of its tags was evicted before, or if another loader
     * took over: then it never can again, and is in no later claim's way. Nor could it once it has ended.
     */
    boolean stands(Budget budget) throws StoreException;

    /** Gives the lease up without storing, so that the next loader need not wait. Harmless if it is void already. */
    void release(Budget budget) throws StoreException;
}
