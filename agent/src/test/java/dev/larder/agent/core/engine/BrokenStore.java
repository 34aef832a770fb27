package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import java.util.function.Supplier;

/** Works like an empty store, until it comes to one step: there it throws. */
final class BrokenStore implements CacheStore {

    /** Where it can break. */
    enum Step {
        PEEK,
        LOOKUP,
        CLAIM,
        STORE,
        RELEASE
    }

    private final Step broken;
    private final Supplier<Throwable> fault;

    BrokenStore(Step broken, Supplier<Throwable> fault) {
        this.broken = broken;
        this.fault = fault;
    }

    @Override
    public StoredEntry peek(String key, String fingerprint, int tags) {
        pass(Step.PEEK);
        return null;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        pass(Step.LOOKUP);
        return Lookup.ABSENT;
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        pass(Step.CLAIM);
        return new Claim.Granted(new BrokenLease());
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) {}

    @Override
    public long evict(Eviction eviction, Budget budget) {
        return 0;
    }

    @Override
    public long memoryEntries() {
        return 0;
    }

    @Override
    public Inspection inspect(String key, Budget budget) {
        return Inspection.NOTHING;
    }

    private void pass(Step step) {
        if (step == broken) {
            throw BrokenStore.<RuntimeException>sneaky(fault.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable fault) throws T {
        throw (T) fault;
    }

    private final class BrokenLease implements Lease {

        @Override
        public boolean keepsReferences() {
            return true;
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
            pass(Step.STORE);
            return true;
        }

        @Override
        public void release(Budget budget) throws StoreException {
            pass(Step.RELEASE);
        }
    }
}
