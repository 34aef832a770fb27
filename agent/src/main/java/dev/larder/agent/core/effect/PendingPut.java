package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.EntryId;

/** A value that is to be stored. */
sealed interface PendingPut permits LeasedPut, DirectPut {

    EntryId id();
}
