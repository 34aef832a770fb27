package dev.larder.agent.core.store;

import dev.larder.agent.core.wait.Budget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes without a method's body, and therefore without a lease. What they write voids the leases of loads
 * under way, as an eviction does, and replaces every version of the entry.
 *
 * <p><b>Threads</b> as for {@link CacheStore}.
 *
 * <p><b>Failure.</b> {@link StoreException} when the back end did not answer properly in time. The value may have been
 * written, may be written later, or never: the caller has to evict the keys. Counters are not affected.
 */
public interface DirectAccess {

    /** The answers in the order of {@code ids}, in one round trip. */
    List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException;

    /** Stores the entries in their order, in one round trip; see {@link Lease#store} for the time to live. */
    void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException;

    /**
     * Stores the entry unless there is a fresh one, atomically. Returns the existing entry; null if the new one was
     * stored.
     */
    @Nullable
    StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget) throws StoreException;

    /**
     * Sets the remaining time to live of all versions of the entry, or of the counter, to {@code ttlMillis}.
     *
     * @return whether there was a fresh entry or a counter
     */
    boolean expire(String key, long ttlMillis, Budget budget) throws StoreException;

    /**
     * Adds to a counter, atomically. A counter is not an entry: only this method reads or writes its number, and an
     * eviction of its key removes it.
     *
     * @param ttlMillis its time to live from the first increment, which starts at 0; later increments do not prolong it
     * @return the new number
     * @throws ArithmeticException on overflow of a long; the counter is unchanged then
     */
    long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException;
}
