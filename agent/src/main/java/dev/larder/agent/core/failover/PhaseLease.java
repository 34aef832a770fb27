package dev.larder.agent.core.failover;

import dev.larder.agent.core.failover.phase.Phase;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.wait.Budget;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is void once its store does not answer any more: evictions do not reach that store, so it would call a
 * value stored that was evicted, and the load would share it.
 *
 * <p><b>Threads.</b> Immutable; used by the thread that loads or writes. Any thread may ask whether it stands.
 */
final class PhaseLease implements Lease {

    private final Lease lease;
    private final CacheStore granting;
    private final Phases phases;
    private final boolean keepsReferences;

    PhaseLease(Lease lease, CacheStore granting, Phases phases) {
        this.lease = lease;
        this.granting = granting;
        this.phases = phases;
        this.keepsReferences = lease.keepsReferences();
    }

    /** A writer's: where there is a Redis, its store has Redis evict what is older. */
    PhaseLease(EntryId id, Lease lease, Phase phase, @Nullable EvictionPath evictions, Phases phases) {
        this(
                evictions == null ? lease : new WriterLease(lease, phase.isRemoteAnswering(), id.key(), evictions),
                phase.store(),
                phases);
    }

    @Override
    public boolean keepsReferences() {
        return keepsReferences;
    }

    /** Checks after the store: an eviction before that has voided the lease, or went to another store. */
    @Override
    public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
        return lease.store(entry, ttlMillis, staleMillis, budget)
                && phases.current().store() == granting;
    }

    @Override
    public PendingStore startStore(
            StoredEntry entry, long ttlMillis, long staleMillis, StoresTogether together, Budget budget)
            throws StoreException {
        PendingStore pending = lease.startStore(entry, ttlMillis, staleMillis, together, budget);
        return waiting -> pending.await(waiting) && phases.current().store() == granting;
    }

    @Override
    public boolean stands(Budget budget) throws StoreException {
        return phases.current().store() == granting && lease.stands(budget);
    }

    @Override
    public void release(Budget budget) throws StoreException {
        lease.release(budget);
    }
}
