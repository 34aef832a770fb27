package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;

/** What is to be evicted, from wherever it may be. */
sealed interface Eviction {

    /** Returns how many keys were removed. */
    long from(CacheStore store, Budget budget) throws StoreException;

    void into(EvictionJournal journal);

    /** One key, within a call's budget. */
    record OfKey(String key) implements Eviction {

        @Override
        public long from(CacheStore store, Budget budget) throws StoreException {
            return store.evict(key, budget) ? 1 : 0;
        }

        @Override
        public void into(EvictionJournal journal) {
            journal.addKey(key);
        }
    }

    /** All keys that match, in its own time. */
    record OfPattern(String glob) implements Eviction {

        @Override
        public long from(CacheStore store, Budget budget) throws StoreException {
            return store.evictPattern(glob);
        }

        @Override
        public void into(EvictionJournal journal) {
            journal.addPattern(glob);
        }
    }
}
