package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * JTA's transactions, where the classes of a loader know JTA.
 *
 * <p>Knowing it does not mean that there is a transaction manager, or that it can be found already: until it is, it is
 * looked for again, but not by every call.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock: looking runs the application's code.
 */
final class JtaTransactions implements Transactions {

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Set while a thread looks: that runs the application's code, which may lead back here. */
    private static final ThreadLocal<JtaTransactions> LOOKING = new ThreadLocal<>();

    private final ClassLoader loader;
    private final Ticker ticker;

    /** Publishes the registry once it is found. */
    private volatile @Nullable Transactions found;

    /** Publishes when the next look is due. */
    private volatile long nextLookNanos;

    private JtaTransactions(ClassLoader loader, Ticker ticker) {
        this.loader = loader;
        this.ticker = ticker;
        this.nextLookNanos = ticker.nanoTime();
    }

    /** {@link Transactions#NONE} where JTA is not on the loader's class path. */
    static Transactions seenBy(ClassLoader loader, Ticker ticker) {
        return JtaLookup.isPossibleIn(loader) ? new JtaTransactions(loader, ticker) : NONE;
    }

    @Override
    public @Nullable Transaction current() {
        Transactions registry = found;
        if (registry == null) {
            registry = look();
        }
        return registry.current();
    }

    private Transactions look() {
        if (ticker.nanoTime() - nextLookNanos < 0 || LOOKING.get() != null) {
            return NONE;
        }
        LOOKING.set(this);
        try {
            Transactions registry = JtaLookup.registrySeenBy(loader);
            found = registry;
            // Only now: a thread that comes meanwhile may be in a transaction and has to look, too.
            nextLookNanos = ticker.nanoTime() + RETRY_NANOS;
            return registry == null ? NONE : registry;
        } finally {
            LOOKING.remove();
        }
    }
}
