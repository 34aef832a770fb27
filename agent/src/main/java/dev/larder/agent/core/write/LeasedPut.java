package dev.larder.agent.core.write;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoredEntry;
import java.util.function.BooleanSupplier;

/**
 * A value that may be stored, under the lease that was taken for it before it was written.
 *
 * @param ttlMillis greater than 0, before jitter
 * @param unchanged whether the entry is what the value would make now; for a put that has waited
 */
public record LeasedPut(EntryId id, Lease lease, StoredEntry entry, long ttlMillis, BooleanSupplier unchanged)
        implements PendingPut {}
