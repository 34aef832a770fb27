package dev.larder.agent.core.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where entries live: Redis, memory, or the one of them that answers now.
 *
 * <p>A value gets in only under a {@link Lease}, and an eviction voids the lease together with the entry. A load that
 * began before an eviction can therefore never put the old value back, whatever the order in which things arrive. An
 * entry carries the versions its tags had when its lease was granted, and is fresh only as long as they are in force:
 * evicting a tag ends its version, of which no two are ever the same.
 *
 * <p><b>Threads.</b> Thread-safe. Methods that take a {@link Budget} may wait for it, uninterruptibly and no longer;
 * the others answer at once. The thread's interrupt flag is left as it was.
 *
 * <p><b>Failure.</b> {@link StoreException} when the back end did not answer properly in time. What was asked for may
 * or may not happen later; thanks to the lease neither does harm.
 */
public interface CacheStore extends DirectAccess {

    /**
     * A fresh entry that can be had without waiting; null says nothing about what {@link #lookup} would find.
     *
     * @param tags how many the reader names. Which ones it names decides whether the entry is one for it, and that is
     *     for {@link #lookup} to compare
     */
    @Nullable
    StoredEntry peek(String key, String fingerprint, int tags);

    /** The store that answers now; this one, unless it is made of others. */
    default CacheStore answering() {
        return this;
    }

    /** Stands for this store. Where its entries are shared, it keeps nothing of it alive. */
    default Object home() {
        return this;
    }

    /** Counts as a {@link #peek} in what is kept when room is needed; for what was had otherwise. */
    default void recordFind(String key, long nowNanos) {}

    /** The fresh entry of {@code id}, if there is one. */
    Lookup lookup(EntryId id, Budget budget) throws StoreException;

    /** On a miss: the right to load the value, or what stands in its way. */
    Claim claim(EntryId id, Budget budget) throws StoreException;

    /**
     * For a write, before it begins: takes the lease from whoever has it. It is over at once, so that nobody waits for
     * it and any loader may take it over in turn; and it stores as long as nobody did. What it stores replaces every
     * version of the entry.
     *
     * <p>A writer whose store is refused was not alone: who committed last is unknown, and the writer has to evict.
     *
     * @param since null where the key was known before the write. Otherwise the {@link #mark} taken before the write
     *     began
     * @return null if anything at all was evicted or put since the mark, or this store cannot tell: the writer has to
     *     evict
     */
    @Nullable
    Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException;

    /**
     * As {@link #takeOver} for keys known before the write, all of them in one round trip.
     *
     * @return without those that the writer has to evict
     */
    default Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, Budget budget) throws StoreException {
        Map<EntryId, Lease> leases = new LinkedHashMap<>();
        for (EntryId id : ids) {
            Lease lease = takeOver(id, null, budget);
            if (lease != null) {
                leases.put(id, lease);
            }
        }
        return leases;
    }

    /** The present moment, for a write whose key will be known only when it is done. */
    WriteMark mark(Budget budget) throws StoreException;

    /**
     * Removes the version {@code id} names if it still is {@code unreadable}, and nothing else: the lease and the other
     * versions stay.
     */
    void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException;

    /**
     * Removes every version of every entry that is meant and voids their leases; keys and tags in one round trip. The
     * budget is for those: patterns take as long as they take.
     *
     * @return how many keys were removed, those of entries that carried a tag not counted
     */
    long evict(Eviction eviction, Budget budget) throws StoreException;

    /** Entries held in this process, perhaps some whose time is up. */
    long memoryEntries();

    /** For operators. A store that has nothing to say about a key says {@link Inspection#NOTHING}. */
    default Inspection inspect(String key, Budget budget) throws StoreException {
        return Inspection.NOTHING;
    }
}
