package dev.larder.agent.core.store;

import dev.larder.agent.core.wait.Budget;

/**
 * A store under a lease whose command may be on its way, so that many share one round trip.
 *
 * <p><b>Threads.</b> Confined to the thread that loads.
 */
@FunctionalInterface
public interface PendingStore {

    /** As {@link Lease#store} returns and throws. To be called once. */
    boolean await(Budget budget) throws StoreException;
}
