package dev.larder.agent.core.tx;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that have written something and have not ended: what they wrote is theirs to see and nobody else's, so
 * the cache has no part in what they read.
 *
 * <p><b>Threads.</b> Thread-safe. A transaction belongs to the thread that called {@link #begin}; any thread may end it.
 * While there is none anywhere, asking costs one volatile read.
 */
public final class UnfinishedWrites {

    private final AtomicInteger unfinished = new AtomicInteger();

    /** The innermost token of the thread. One that another thread ended stays until the thread asks again. */
    @SuppressWarnings("ThreadLocalUsage") // there is one of these per agent, and each test has its own
    private final ThreadLocal<@Nullable Token> innermost = new ThreadLocal<>();

    /** The calling thread's transaction has written. Until the token's end its calls are hidden from the cache. */
    public Token begin() {
        Token token = new Token(this, current());
        innermost.set(token);
        unfinished.incrementAndGet();
        return token;
    }

    /** Whether the calling thread is in a transaction that has written, or in one inside of such a one. */
    public boolean hideCache() {
        return unfinished.get() != 0 && current() != null;
    }

    /** The innermost token of the calling thread that is not over; forgets those that are. */
    private @Nullable Token current() {
        Token last = innermost.get();
        Token token = last;
        while (token != null && token.over.get()) {
            token = token.outer;
        }
        if (token != last) {
            remember(token);
        }
        return token;
    }

    private void remember(@Nullable Token token) {
        if (token == null) {
            innermost.remove();
        } else {
            innermost.set(token);
        }
    }

    /**
     * One transaction that has written.
     *
     * <p><b>Threads.</b> Thread-safe: a transaction that takes too long is ended by a thread of the transaction manager's.
     */
    public static final class Token {

        private final UnfinishedWrites all;

        /** Of the transaction that is suspended meanwhile, for one. */
        private final @Nullable Token outer;

        /** Publishes the end to the thread that began it. */
        private final AtomicBoolean over = new AtomicBoolean();

        private Token(UnfinishedWrites all, @Nullable Token outer) {
            this.all = all;
            this.outer = outer;
        }

        /** The transaction has ended. Harmless when called again. */
        public void end() {
            if (over.compareAndSet(false, true)) {
                all.unfinished.decrementAndGet();
            }
            all.current();
        }
    }
}
