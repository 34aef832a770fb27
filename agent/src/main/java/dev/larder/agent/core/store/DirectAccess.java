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
 * <p><b>Failure.</b> {@link StoreException} when the back end did not answer properly in time. What was to be written
 * may be there, or be written later, or not: the caller has to evict the keys. Counters are not affected.
 */
public interface DirectAccess {

    /** The answers in the order of {@code ids}, in one round trip. */
    List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException;

    /** Stores all of them, in one round trip and one after the other; see {@link Lease#store} for the time to live. */
    void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException;

    /** Stores the entry unless there is a fresh one, atomically. Returns the one that is there; null if it was stored. */
    @Nullable
    StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget) throws StoreException;

    /**
     * Lets all versions of the entry, or the counter, live for {@code ttlMillis} from now, sooner or later than they
     * would have ended.
     *
     * @return whether there was anything fresh
     */
    boolean expire(String key, long ttlMillis, Budget budget) throws StoreException;

    /**
     * Adds to a counter, atomically. A counter is no entry: nothing but this reads or writes its number; evicting its key
     * ends it.
     *
     * @param ttlMillis how long it lives from its first increment on, which begins at 0; later ones do not prolong it
     * @return the new number
     * @throws ArithmeticException where the number would leave the range of a long; it stays what it was then
     */
    long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException;
}
