package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one class loader sees of Spring and JTA, looked for when it is first needed.
 *
 * <p>Spring comes first: its transaction may be a local one inside of JTA's, and where it is JTA's, Spring passes on how
 * that ends.
 *
 * <p><b>Threads.</b> Thread-safe. No lock is held while the application's loader works: a class that is being loaded may
 * call a cached method. At worst two threads look at once and find the same.
 */
final class LoaderTransactions implements Transactions {

    private final ClassLoader loader;
    private final Ticker ticker;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Publishes what was found. */
    private volatile @Nullable Found found;

    LoaderTransactions(ClassLoader loader, Ticker ticker) {
        this.loader = loader;
        this.ticker = ticker;
    }

    @Override
    public @Nullable Transaction current() {
        return current(false);
    }

    @Override
    public @Nullable Transaction currentForWrite() {
        return current(true);
    }

    private @Nullable Transaction current(boolean writing) {
        try {
            Found all = found();
            Transaction spring = current(all.spring, writing);
            Transaction jta = current(all.jta, writing);
            if (spring == null || jta == null) {
                return spring == null ? jta : spring;
            }
            return new SpringOverJta(spring);
        } catch (Throwable fault) {
            warnOnce(fault);
            return null;
        }
    }

    /** Each by itself: where one does not answer, the other's transaction still counts. */
    private @Nullable Transaction current(Transactions manager, boolean writing) {
        try {
            return writing ? manager.currentForWrite() : manager.current();
        } catch (Throwable fault) {
            warnOnce(fault);
            return null;
        }
    }

    private Found found() throws ReflectiveOperationException {
        Found all = found;
        if (all == null) {
            all = new Found(SpringTransactions.seenBy(loader), JtaTransactions.seenBy(loader, ticker));
            found = all;
        }
        return all;
    }

    private void warnOnce(Throwable fault) {
        if (warned.compareAndSet(false, true)) {
            AgentLog.log(
                    AgentLog.Level.WARN,
                    "Cannot tell whether calls are in a transaction: Spring or JTA did not answer. Where only one did not,"
                            + " the other's transactions still count. Otherwise their evictions and puts take place at"
                            + " once, and what they read is cached, also before a commit. Please report it, unless a"
                            + " server or container was being stopped",
                    fault);
        }
    }

    /** Either may be {@link Transactions#NONE}. */
    private record Found(Transactions spring, Transactions jta) {}
}
