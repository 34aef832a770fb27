package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one class loader sees of Spring and JTA, looked for when it is first needed.
 *
 * <p>Spring is asked first: where it drives JTA, its callbacks are the ones that say more.
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
        try {
            Found all = found();
            Transaction spring = all.spring.current();
            return spring == null ? all.jta.current() : spring;
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
                    "Cannot tell whether calls are in a transaction. Their evictions and puts take place at once, and"
                            + " what they read is cached, also before a commit. Please report it",
                    fault);
        }
    }

    /** Either may be {@link Transactions#NONE}. */
    private record Found(Transactions spring, Transactions jta) {}
}
