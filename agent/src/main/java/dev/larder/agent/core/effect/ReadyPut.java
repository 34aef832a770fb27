package dev.larder.agent.core.effect;

import dev.larder.agent.core.engine.Jitter;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import java.util.function.BooleanSupplier;

/**
 * A value that may be stored, under the lease that was taken for it before it was written.
 *
 * @param ttlMillis greater than 0, before jitter
 * @param unchanged whether the entry is what the value would make now
 */
record ReadyPut(EntryId id, Lease lease, StoredEntry entry, long ttlMillis, BooleanSupplier unchanged) {

    /** Returns false if the lease is void: somebody else wrote, loaded or evicted the entry meanwhile */
    boolean store(Budget budget) throws StoreException {
        return lease.store(entry, Jitter.shorten(ttlMillis), budget);
    }
}
