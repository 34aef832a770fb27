package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The JTA transactions that the classes of one loader can be in.
 *
 * <p>Even then there may be no transaction manager, or none that can be found yet. Until one is found, every call that
 * writes looks for it again, and calls that read do so now and then. The same happens if the manager no longer
 * answers: its container may have been stopped, and another one started.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock: looking runs the application's code.
 */
final class JtaTransactions implements Transactions {

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Set while a thread looks for the registry: this runs application code, which may call back into here. */
    private static final ThreadLocal<JtaTransactions> LOOKING = new ThreadLocal<>();

    private final JtaLookup lookup;
    private final Ticker ticker;

    /** Publishes the registry once it is found. */
    private volatile @Nullable Transactions found;

    /** Publishes when readers look again. */
    private volatile long nextLookNanos;

    private JtaTransactions(JtaLookup lookup, Ticker ticker) {
        this.lookup = lookup;
        this.ticker = ticker;
        this.nextLookNanos = ticker.nanoTime();
    }

    /** {@link Transactions#NONE} where JTA is not on the loader's class path. */
    static Transactions seenBy(ClassLoader loader, Ticker ticker) {
        JtaLookup lookup = JtaLookup.in(loader);
        return lookup == null ? NONE : new JtaTransactions(lookup, ticker);
    }

    @Override
    public @Nullable Transaction current(Purpose purpose) {
        Transactions registry = found;
        if (registry == null) {
            boolean isDue = purpose == Purpose.WRITE || ticker.nanoTime() - nextLookNanos >= 0;
            registry = isDue ? look() : NONE;
        }
        try {
            return registry.current(purpose);
        } catch (RuntimeException | LinkageError stopped) {
            found = null;
            return look().current(purpose);
        }
    }

    private Transactions look() {
        if (LOOKING.get() != null) {
            return NONE;
        }
        LOOKING.set(this);
        try {
            Transactions registry = lookup.find();
            found = registry;
            // Only now: another thread that comes before may be in a transaction, and has to look as well.
            nextLookNanos = ticker.nanoTime() + RETRY_NANOS;
            return registry == null ? NONE : registry;
        } finally {
            LOOKING.remove();
        }
    }
}
