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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is asked. */
final class CapturingStore extends ForwardingStore {

    /** How many tags each hit would have needed. */
    final List<Integer> peekedTags = new CopyOnWriteArrayList<>();

    final List<EntryId> lookedUp = new CopyOnWriteArrayList<>();
    final List<EntryId> claimed = new CopyOnWriteArrayList<>();
    final List<Long> ttlsMillis = new CopyOnWriteArrayList<>();

    @Override
    public StoredEntry peek(EntryOwner owner, String key, String fingerprint, int tags) {
        peekedTags.add(tags);
        return super.peek(owner, key, fingerprint, tags);
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        lookedUp.add(id);
        return super.lookup(id, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        claimed.add(id);
        Claim claim = super.claim(id, budget);
        return claim instanceof Claim.Granted granted ? new Claim.Granted(new CapturingLease(granted.lease())) : claim;
    }

    private final class CapturingLease extends ForwardingLease {

        CapturingLease(Lease lease) {
            super(lease);
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            ttlsMillis.add(ttlMillis);
            return super.store(entry, ttlMillis, staleMillis, budget);
        }
    }
}
