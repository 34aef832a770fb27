package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.wait.Budget;

/**
 * The lease of a put, in Redis or in the memory that answers in its place. Redis must not serve an older value than this one
 * later.
 *
 * <p><b>Threads.</b> Immutable; used by the thread that writes.
 *
 * @param inRedis whether the lease is one of Redis
 */
record WriterLease(Lease lease, boolean inRedis, String key, EvictionPath evictions) implements Lease {

    @Override
    public boolean keepsReferences() {
        return lease.keepsReferences();
    }

    /**
     * Before memory gets the value, the older one in Redis is evicted, or will be before Redis is trusted again. If Redis
     * gets the value, it may lose it, and the eviction may have to be sent then.
     */
    @Override
    public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
        tellOlder(budget);
        return noted(lease.store(entry, ttlMillis, staleMillis, budget));
    }

    @Override
    public PendingStore startStore(
            StoredEntry entry, long ttlMillis, long staleMillis, StoresTogether together, Budget budget)
            throws StoreException {
        tellOlder(budget);
        PendingStore pending = lease.startStore(entry, ttlMillis, staleMillis, together, budget);
        return waiting -> noted(pending.await(waiting));
    }

    private void tellOlder(Budget budget) throws StoreException {
        if (!inRedis) {
            evictions.tell(Eviction.ofKey(key), budget);
        }
    }

    private boolean noted(boolean stored) {
        if (stored && inRedis) {
            evictions.mayBeLost(Eviction.ofKey(key));
        }
        return stored;
    }

    @Override
    public boolean stands(Budget budget) throws StoreException {
        return lease.stands(budget);
    }

    @Override
    public void release(Budget budget) throws StoreException {
        lease.release(budget);
    }
}
