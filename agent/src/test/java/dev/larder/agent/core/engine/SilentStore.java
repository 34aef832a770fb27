package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;

/** A store that, from some moment on, leaves look-ups without an answer. */
final class SilentStore implements CacheStore {

    private final CacheStore store;

    /** Set by the test, read by callers. */
    volatile boolean silent;

    SilentStore(CacheStore store) {
        this.store = store;
    }

    @Override
    public StoredEntry peek(String key, String fingerprint, int tags) {
        return null;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        if (silent) {
            throw new StoreException("HGET was not answered in time", null);
        }
        return store.lookup(id, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        return store.claim(id, budget);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        store.discard(id, unreadable, budget);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        return store.evict(eviction, budget);
    }

    @Override
    public long memoryEntries() {
        return store.memoryEntries();
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        return store.inspect(key, budget);
    }
}
