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
}
