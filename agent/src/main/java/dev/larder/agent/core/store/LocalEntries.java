package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a store that answers without leaving this process, for hits that are to cost next to nothing.
 *
 * <p><b>Threads.</b> Thread-safe; nothing here waits.
 */
public interface LocalEntries {

    /**
     * The fresh entry, if there is one.
     *
     * @param owner as in {@link EntryId}, as in {@link #recordFind}
     * @param tags how many the reader names. Which ones it names decides whether the entry is one for it, and that is
     *     for {@link CacheStore#lookup} to compare: where it names any, {@code lookup} may find one after null
     */
    @Nullable
    StoredEntry peek(@Nullable EntryOwner owner, String key, String fingerprint, int tags);

    /** Identifies the store, and keeps none of its entries alive. */
    Object home();

    /** Records a use as {@link #peek} does, for an entry that was found without it; used entries stay longer. */
    void recordFind(@Nullable EntryOwner owner, String key, long nowNanos);

    /** Entries in this process; some may have expired. */
    long memoryEntries();

    /** Drops what this process keeps for the store. It is not read any more, but may still be written. */
    void drop();
}
