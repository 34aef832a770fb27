package dev.larder.agent.core.write;

import dev.larder.agent.core.store.EntryId;

/** A value that is to be stored. */
public sealed interface PendingPut permits LeasedPut, DirectPut {

    EntryId id();
}
