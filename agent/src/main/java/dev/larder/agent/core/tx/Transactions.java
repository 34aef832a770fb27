package dev.larder.agent.core.tx;

import org.jspecify.annotations.Nullable;

/**
 * The transactions of the application's classes that one class loader sees.
 *
 * <p><b>Threads.</b> Thread-safe; answers for the calling thread.
 *
 * <p><b>Failure.</b> Never throws. If it cannot be found out, there is no transaction.
 */
@FunctionalInterface
public interface Transactions {

    Transactions NONE = () -> null;

    /** The active transaction of this thread; null outside of one. */
    @Nullable
    Transaction current();

    /**
     * As {@link #current}, for a transaction that may have begun on another thread. Each hit asks this while any such
     * transaction has written and not ended.
     */
    default @Nullable Transaction currentHandedOver() {
        return current();
    }

    /**
     * As {@link #current}, for a caller that is about to write. As long as no transaction manager was found, readers
     * look for it now and then, and this looks each time: an effect before its commit is worse than a slow one.
     */
    default @Nullable Transaction currentForWrite() {
        return current();
    }
}
