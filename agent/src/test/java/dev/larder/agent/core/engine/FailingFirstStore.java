package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Fails its first claim, as a Redis does that goes away; from then on memory answers. */
final class FailingFirstStore implements CacheStore {

    private final AtomicBoolean failed = new AtomicBoolean();
    private final CacheStore memory =
            MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());

    @Override
    public StoredEntry peek(String key, String fingerprint, int tags) {
        return memory.peek(key, fingerprint, tags);
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        return memory.lookup(id, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        if (!failed.getAndSet(true)) {
            throw new StoreException("injected", null);
        }
        return memory.claim(id, budget);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        memory.discard(id, unreadable, budget);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        return memory.evict(eviction, budget);
    }

    @Override
    public long memoryEntries() {
        return memory.memoryEntries();
    }
}
