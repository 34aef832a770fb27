package dev.larder.agent.core.store;

import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where entries live: Redis, memory, or the one of them that answers now.
 *
 * <p>A value is stored only under a {@link Lease}, and an eviction voids the lease together with the entry. So a load
 * that began before an eviction can never store the old value, in whatever order commands arrive. An entry carries the
 * versions its tags had when its lease was granted, and is fresh only as long as these are current: evicting a tag
 * ends its version, and no version is made twice.
 *
 * <p><b>Threads.</b> Thread-safe. Methods that take a {@link Budget} may wait for it, uninterruptibly and no longer;
 * the others answer at once. The thread's interrupt flag is left as it was.
 *
 * <p><b>Failure.</b> {@link StoreException} when the back end did not answer properly in time. The command may or may
 * not be carried out later; because of the lease neither does harm.
 */
public interface CacheStore extends DirectAccess {

    /** The entries that can be read without waiting; null if this store has none. */
    default @Nullable LocalEntries local() {
        return null;
    }

    /** The same for readers that keep copies of what they find, see {@link EntryId#near}. */
    default @Nullable LocalEntries near() {
        return local();
    }

    /** How long entries live at most, however long they are told to; {@link Long#MAX_VALUE} for no limit. */
    default long longestMillis() {
        return Long.MAX_VALUE;
    }

    /** The fresh entry of {@code id}, if there is one; else the stale one that is kept for some readers, if there is that. */
    Lookup lookup(EntryId id, Budget budget) throws StoreException;

    /**
     * For a caller that wants to load: the fresh entry, if there is one; otherwise a lease, or the reason why there is none.
     * That is one step: of callers that find nothing at the same time, one is granted the lease. A caller that has just
     * looked among {@linkplain LocalEntries#areAll all entries} need not look up again before it.
     */
    Claim claim(EntryId id, Budget budget) throws StoreException;

    /**
     * As {@link #claim}, for many entries with different keys: the claims in the order of {@code ids}. Where claims wait for
     * anything, they share round trips.
     *
     * @throws StoreException if any of them was not answered; then none is granted
     */
    default List<Claim> claimAll(List<EntryId> ids, Budget budget) throws StoreException {
        List<Claim> claims = new ArrayList<>(ids.size());
        for (EntryId id : ids) {
            claims.add(claim(id, budget));
        }
        return claims;
    }

    /**
     * For a write, before it begins: takes the lease over from its holder. The lease expires at once, so that no
     * caller waits for it and any loader may take it over in turn. It can store as long as none did. What it stores
     * replaces every version of the entry.
     *
     * <p>If its store is refused, the writer was not alone: it is unknown which committed last, and the writer has to
     * evict.
     *
     * @param since null if the key was known before the write. Otherwise the {@link #mark} taken before the write
     *     began
     * @return null if anything was evicted or put since the mark, or this store cannot tell: then the writer has to
     *     evict
     */
    @Nullable
    Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException;

    /**
     * As {@link #takeOver}, for many entries with different keys. Where that waits for anything, they share round trips.
     *
     * @return the leases, without those that {@code takeOver} would return null for
     * @throws StoreException if any of them was not answered; then none is taken over
     */
    default Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, @Nullable WriteMark since, Budget budget)
            throws StoreException {
        Map<EntryId, Lease> leases = new HashMap<>();
        for (EntryId id : ids) {
            Lease lease = takeOver(id, since, budget);
            if (lease != null) {
                leases.put(id, lease);
            }
        }
        return leases;
    }

    /** Marks the present moment, for a write whose key will be known only after it. */
    WriteMark mark(Budget budget) throws StoreException;

    /** The turn to refresh the entry; null while somebody has it, or if there is a reason not to refresh it now. */
    @Nullable
    Turn takeTurn(EntryId id, Budget budget) throws StoreException;

    /**
     * Removes the version that {@code id} names if it is still {@code unreadable}, and nothing else: the lease and the
     * other versions stay.
     */
    void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException;

    /** As {@link #discard}, for many entries with different keys. Where that waits for anything, they share round trips. */
    default void discardAll(Map<EntryId, StoredEntry> unreadable, Budget budget) throws StoreException {
        for (Map.Entry<EntryId, StoredEntry> each : unreadable.entrySet()) {
            discard(each.getKey(), each.getValue(), budget);
        }
    }

    /**
     * Removes every version of every entry that the eviction covers and voids their leases; keys and tags in one round
     * trip. The budget is for these; patterns have no limit.
     *
     * @return how many keys were removed, not counting entries evicted by tag
     */
    long evict(Eviction eviction, Budget budget) throws StoreException;

    /** For operators. A store that knows nothing about the key returns {@link Inspection#NOTHING}. */
    default Inspection inspect(String key, Budget budget) throws StoreException {
        return Inspection.NOTHING;
    }

    /** Makes the stores that answer while another one does not. */
    interface Fallbacks extends Supplier<CacheStore> {

        /** An empty store. */
        @Override
        CacheStore get();

        /** The store that follows {@code left}, which nobody asks any more. It may begin with what this process knows from there. */
        default CacheStore after(CacheStore left) {
            return get();
        }
    }
}
