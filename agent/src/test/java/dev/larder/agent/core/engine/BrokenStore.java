package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.function.Supplier;

/** Works like any store, until it comes to one step: there it throws. */
final class BrokenStore extends ForwardingStore {

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
    public StoredEntry peek(EntryOwner owner, String key, String fingerprint, int tags) {
        pass(Step.PEEK);
        return super.peek(owner, key, fingerprint, tags);
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        pass(Step.LOOKUP);
        return super.lookup(id, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        pass(Step.CLAIM);
        Claim claim = super.claim(id, budget);
        return claim instanceof Claim.Granted granted ? new Claim.Granted(new BrokenLease(granted.lease())) : claim;
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

    private final class BrokenLease extends ForwardingLease {

        BrokenLease(Lease lease) {
            super(lease);
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            pass(Step.STORE);
            return super.store(entry, ttlMillis, staleMillis, budget);
        }

        @Override
        public void release(Budget budget) throws StoreException {
            pass(Step.RELEASE);
            super.release(budget);
        }
    }
}
