package dev.larder.agent.core.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.EvictionSet;

/**
 * Evictions that a fault of Larder kept from the store. The next eviction includes them.
 *
 * <p><b>Threads.</b> Thread-safe. While there are none, asking is one volatile read.
 */
final class LostEvictions {

    private static final int MOST = 10_000;

    @GuardedBy("this")
    private final EvictionSet evictions = new EvictionSet(MOST, EvictionSet.MAX_PATTERNS);

    /** Written under the lock, read without: a later eviction includes one that is not seen at once. */
    private volatile boolean any;

    synchronized void add(Eviction eviction) {
        evictions.add(eviction);
        any = true;
    }

    boolean areAny() {
        return any;
    }

    /** Removes and returns them, unless another thread has done so; the caller has to send them to the store. */
    synchronized Eviction take() {
        any = false;
        return evictions.take();
    }
}
