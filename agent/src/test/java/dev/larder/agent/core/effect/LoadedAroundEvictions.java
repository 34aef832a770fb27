package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** A store in which somebody loads entries right before and right after each eviction. */
final class LoadedAroundEvictions extends ForwardingStore {

    private final AtomicReference<Callable<?>> load;

    LoadedAroundEvictions(CacheStore store, AtomicReference<Callable<?>> load) {
        super(store);
        this.load = load;
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        load();
        long removed = super.evict(eviction, budget);
        load();
        return removed;
    }

    private void load() {
        try {
            load.get().call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
