package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of Spring and JTA that one class loader sees, looked for on first use.
 *
 * <p>Spring is asked first: its transaction may be a local one within a JTA transaction. If Spring uses the JTA
 * transaction itself, Spring reports how it ends.
 *
 * <p><b>Threads.</b> Thread-safe. No lock is held while the application's loader works: a class that is being loaded
 * may call a cached method. At worst two threads look at the same time and find the same.
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

    @Override
    public @Nullable Transaction currentHandedOver() {
        try {
            Found all = found();
            Transaction spring = all.spring.currentHandedOver();
            return spring == null ? all.jta.currentHandedOver() : spring;
        } catch (Throwable fault) {
            warnOnce(fault);
            return null;
        }
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

    /** Asks each separately: if one fails, the other's transaction still counts. */
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
            AgentLog.say(Message.TRANSACTIONS_UNKNOWN.of(), fault);
        }
    }

    /** Either may be {@link Transactions#NONE}. */
    private record Found(Transactions spring, Transactions jta) {}
}
