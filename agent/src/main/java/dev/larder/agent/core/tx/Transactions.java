package dev.larder.agent.core.tx;

import org.jspecify.annotations.Nullable;

/**
 * The transactions of the application's classes that one class loader sees.
 *
 * <p><b>Threads.</b> Thread-safe; answers for the calling thread.
 *
 * <p><b>Failure.</b> Never throws. What cannot be found out counts as no transaction.
 */
@FunctionalInterface
public interface Transactions {

    Transactions NONE = () -> null;

    /** The active transaction of this thread; null outside of one. */
    @Nullable
    Transaction current();

    /**
     * As {@link #current}, for whoever is about to write. Where no transaction manager was found so far, readers look
     * for it now and then, and this looks each time: a write that takes place before its commit is worse than a slow one.
     */
    default @Nullable Transaction currentForWrite() {
        return current();
    }
}
