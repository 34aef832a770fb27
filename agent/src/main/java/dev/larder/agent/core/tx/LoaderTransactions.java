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
    public @Nullable Transaction current(Purpose purpose) {
        try {
            Found known = found;
            Found all = known == null ? find() : known;
            Transaction spring = current(all.spring, purpose);
            Transaction jta = current(all.jta, purpose);
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
    private @Nullable Transaction current(Transactions manager, Purpose purpose) {
        try {
            return manager.current(purpose);
        } catch (Throwable fault) {
            warnOnce(fault);
            return null;
        }
    }

    private Found find() throws ReflectiveOperationException {
        Found all = new Found(SpringTransactions.seenBy(loader), JtaTransactions.seenBy(loader, ticker));
        found = all;
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
