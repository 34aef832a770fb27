package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.EntryId;

/** A value on its way to the store. */
sealed interface PendingPut permits ReadyPut, DirectPut {

    EntryId id();
}
