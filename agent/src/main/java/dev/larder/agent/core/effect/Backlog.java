package dev.larder.agent.core.effect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Evictions that no store has heard of: made before there was one, or lost to a fault of ours.
 *
 * <p><b>Threads.</b> Thread-safe. That there is no store yet and that an eviction is kept for it is one step: the store
 * that opens then has heard of every eviction before it answers anybody.
 */
final class Backlog {

    private static final int MAX_KEYS = 10_000;

    @GuardedBy("this")
    private final EvictionSet kept = new EvictionSet(MAX_KEYS);

    @GuardedBy("this")
    private @Nullable CacheStore opened;

    /** Spares the lock while there is nothing kept: written under it, read without. */
    private volatile boolean holding;

    /** The store that is open; if there is none, the eviction is kept for it. */
    synchronized @Nullable CacheStore keepUnlessOpen(Eviction eviction) {
        if (opened == null) {
            keep(eviction);
        }
        return opened;
    }

    synchronized void keep(Eviction eviction) {
        kept.add(eviction);
        holding = true;
    }

    /** What is kept, now the caller's to bring to the store. */
    Eviction take() {
        return holding ? takeAll() : EvictionSet.NOTHING;
    }

    private synchronized Eviction takeAll() {
        holding = false;
        return kept.take();
    }

    /** Tells the store before anybody uses it. It is not connected to anything yet, so nothing is waited for. */
    synchronized void open(CacheStore store, Budget budget) throws StoreException {
        Eviction early = takeAll();
        if (!early.isEmpty()) {
            store.evict(early, budget);
        }
        opened = store;
    }
}
