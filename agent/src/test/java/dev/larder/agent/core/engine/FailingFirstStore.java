package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Fails its first claim, as a Redis does that goes away; from then on memory answers. */
final class FailingFirstStore extends ForwardingStore {

    private final AtomicBoolean failed = new AtomicBoolean();

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        if (!failed.getAndSet(true)) {
            throw new StoreException("injected", null);
        }
        return super.claim(id, budget);
    }
}
