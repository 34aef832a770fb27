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

    Transactions NONE = purpose -> null;

    /** The active transaction of this thread; null outside of one. */
    @Nullable
    Transaction current(Purpose purpose);

    /** Why a caller asks. */
    enum Purpose {

        /** It reads. As long as no transaction manager was found, one is looked for now and then. */
        READ,

        /** It is about to write. Then one is looked for each time: an effect before its commit is worse than a slow one. */
        WRITE,

        /**
         * It reads, and needs to know only of a transaction that may have begun on another thread. Each hit asks this
         * while any such transaction has written and not ended.
         */
        READ_HANDED_OVER
    }
}
