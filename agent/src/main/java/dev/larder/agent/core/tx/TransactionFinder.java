package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.PerLoader;
import dev.larder.agent.core.base.Ticker;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transaction managers that the classes of a loader can see.
 *
 * <p>The result refers to the application's classes, so it is held only weakly here, per loader: call sites hold it.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class TransactionFinder {

    private final Ticker ticker;
    private final PerLoader<Known> known = new PerLoader<>() {
        @Override
        protected Known initial() {
            return new Known();
        }
    };

    public TransactionFinder(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Cheap: nothing is looked up before the first request for the current transaction. */
    public Transactions seenBy(@Nullable ClassLoader loader) {
        return loader == null ? Transactions.NONE : known.get(loader).transactions(loader);
    }

    /** Holds its loader's transactions weakly. */
    private final class Known {

        private WeakReference<@Nullable LoaderTransactions> transactions = new WeakReference<>(null);

        private synchronized Transactions transactions(ClassLoader loader) {
            LoaderTransactions current = transactions.get();
            if (current == null) {
                current = new LoaderTransactions(loader, ticker);
                transactions = new WeakReference<>(current);
            }
            return current;
        }
    }
}
