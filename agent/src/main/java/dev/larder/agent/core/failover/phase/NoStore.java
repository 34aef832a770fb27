package dev.larder.agent.core.failover.phase;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of {@code INITIALIZING}, of {@code RECOVERING} after it, and of {@code OFF}. It finds nothing and stores
 * nothing: callers share a run of the body that began after they called.
 *
 * <p><b>Failure.</b> A put without a lease fails, so that its caller evicts: the caller's value is newer than what Redis
 * may have.
 */
final class NoStore implements CacheStore {

    private static final WriteMark NEVER = new WriteMark() {};
    private static final Claim UNSTORED = new Claim.Unstored();

    @Override
    public Lookup lookup(EntryId id, Budget budget) {
        return Lookup.ABSENT;
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) {
        return Collections.nCopies(ids.size(), Lookup.ABSENT);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) {
        return UNSTORED;
    }

    @Override
    public WriteMark mark(Budget budget) {
        return NEVER;
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) {
        return null;
    }

    @Override
    public @Nullable Turn takeTurn(EntryId id, Budget budget) {
        return null;
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        throw nothingIsStored();
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        throw nothingIsStored();
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) {
        return false;
    }

    private static StoreException nothingIsStored() {
        return new StoreException(
                "PUT failed: nothing is stored while caching is off, or until it is known whether Redis is there",
                null);
    }

    /** Each one is the first. */
    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) {
        return by;
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) {
        // There is nothing to discard.
    }

    @Override
    public long evict(Eviction eviction, Budget budget) {
        return 0;
    }
}
