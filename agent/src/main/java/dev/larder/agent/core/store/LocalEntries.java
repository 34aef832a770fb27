package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a store in this process, for the fastest hits.
 *
 * <p><b>Threads.</b> Thread-safe; nothing here waits.
 */
public interface LocalEntries {

    /**
     * The fresh entry, if there is one.
     *
     * @param owner as in {@link EntryId}, also for {@link #recordFind}
     * @param tags the number of tags that the reader names. Only {@link CacheStore#lookup} compares the tags
     *     themselves. So if the reader names any, {@code lookup} may find an entry where this returns null
     */
    @Nullable
    StoredEntry peek(@Nullable EntryOwner owner, String key, String fingerprint, int tags);

    /** Whether the store has no others, so that what is not here is nowhere. */
    boolean areAll();

    /**
     * Whether entries that are to end have ended before this process has any answer of the store that is later than the reason for it.
     */
    default boolean endInOrder() {
        return true;
    }

    /** Identifies the store without keeping its entries alive. */
    Object home();

    /** Records a use of an entry that was found without {@link #peek}; used entries stay longer. */
    void recordFind(@Nullable EntryOwner owner, String key, long nowNanos);

    /** Entries in this process; some may have expired. */
    long memoryEntries();

    /** Values as they were read from another store, for memory to use in its place; some may have expired. */
    default long standbyEntries() {
        return 0;
    }

    /**
     * Ends all entries that only this store may serve, at once: another one is about to answer in its place. Those that are dropped
     * later are no use to a call that begins after this.
     */
    default void end() {}

    /** Drops all entries. The store is not read any more, but may still be written. */
    void drop();
}
