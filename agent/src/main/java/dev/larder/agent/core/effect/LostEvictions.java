package dev.larder.agent.core.effect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Eviction;

/**
 * Evictions that a fault of ours kept from the store, for the next one to take along.
 *
 * <p><b>Threads.</b> Thread-safe. While there are none, asking is one volatile read.
 */
final class LostEvictions {

    private static final int MOST = 10_000;

    @GuardedBy("this")
    private final EvictionSet evictions = new EvictionSet(MOST);

    /** Written under the lock, read without: an eviction that is not seen at once is taken along later. */
    private volatile boolean any;

    synchronized void add(Eviction eviction) {
        evictions.add(eviction);
        any = true;
    }

    /** What was lost; the caller's to bring to the store. */
    Eviction take() {
        return any ? takeAll() : EvictionSet.NOTHING;
    }

    private synchronized Eviction takeAll() {
        any = false;
        return evictions.take();
    }
}
