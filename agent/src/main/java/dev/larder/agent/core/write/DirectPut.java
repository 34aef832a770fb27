package dev.larder.agent.core.write;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoredEntry;

/**
 * A value that the application puts by itself, without a lease: if there are several, the last to arrive counts.
 *
 * @param ttlMillis greater than 0; exact
 */
public record DirectPut(EntryId id, StoredEntry.Encoded entry, long ttlMillis) implements PendingPut {}
