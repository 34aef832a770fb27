package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;

/** A store that, from some moment on, leaves look-ups without an answer. */
final class SilentStore extends ForwardingStore {

    /** Set by the test, read by callers. */
    volatile boolean silent;

    @Override
    public StoredEntry peek(EntryOwner owner, String key, String fingerprint, int tags) {
        return null;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        if (silent) {
            throw new StoreException("HGET was not answered in time", null);
        }
        return super.lookup(id, budget);
    }
}
