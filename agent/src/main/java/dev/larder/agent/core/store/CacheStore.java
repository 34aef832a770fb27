package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/**
 * Where entries live: Redis, memory, or the one of them that answers now.
 *
 * <p>A value gets in only under a {@link Lease}, and an eviction voids the lease together with the entry. A load that
 * began before an eviction can therefore never put the old value back, whatever the order in which things arrive.
 *
 * <p><b>Threads.</b> Thread-safe. Methods that take a {@link Budget} may wait for it, uninterruptibly and no longer;
 * the others answer at once. The thread's interrupt flag is left as it was.
 *
 * <p><b>Failure.</b> {@link StoreException} when the back end did not answer properly in time. What was asked for may
 * or may not happen later; thanks to the lease neither does harm.
 */
public interface CacheStore {

    /** A fresh entry that can be had without waiting; null says nothing about what {@link #lookup} would find. */
    @Nullable
    StoredEntry peek(String key, String fingerprint);

    /** The fresh entry of {@code id}, if there is one. */
    Lookup lookup(EntryId id, Budget budget) throws StoreException;

    /** On a miss: the right to load the value, or what stands in its way. */
    Claim claim(EntryId id, Budget budget) throws StoreException;

    /**
     * Removes the version {@code id} names if it still is {@code unreadable}, and nothing else: the lease and the other
     * versions stay.
     */
    void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException;

    /**
     * Removes every version of the entry and voids its lease.
     *
     * @return whether there was anything to remove
     */
    boolean evict(String key, Budget budget) throws StoreException;

    /**
     * Evicts every key of the namespace that matches {@code glob}, in which {@code *} stands for any text and
     * {@code ?} for one character. Takes as long as it takes: for operators, not for calls.
     *
     * @return how many keys were removed
     */
    long evictPattern(String glob) throws StoreException;

    /** Entries held in this process. */
    long memoryEntries();

    /** For operators. A store that has nothing to say about a key says {@link Inspection#NOTHING}. */
    default Inspection inspect(String key, Budget budget) throws StoreException {
        return Inspection.NOTHING;
    }
}
