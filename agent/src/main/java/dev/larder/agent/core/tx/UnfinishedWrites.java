package dev.larder.agent.core.tx;

import dev.larder.agent.core.tx.Transactions.Purpose;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that have written something and have not ended. Only they see what they wrote, so they do not use
 * the cache.
 *
 * <p><b>Threads.</b> Thread-safe. A transaction belongs to the thread that called {@link #begin}, and wherever its manager
 * resumes it; any thread may end it.
 *
 * <p><b>Cost.</b> Each hit asks this. Without such a transaction, that costs one volatile read. While there are some
 * that stay on their threads, as Spring's do, it costs other threads a read of a thread-local. A transaction manager
 * is asked only while there is one that can change threads.
 */
public final class UnfinishedWrites {

    private final AtomicInteger unfinished = new AtomicInteger();

    /** The number of those that can be resumed on another thread. */
    private final AtomicInteger movable = new AtomicInteger();

    /** The innermost token of the thread. One that another thread ended stays until the thread asks again. */
    @SuppressWarnings("ThreadLocalUsage") // there is one of these per agent, and each test has its own
    private final ThreadLocal<@Nullable Token> innermost = new ThreadLocal<>();

    /**
     * The calling thread's transaction has written. Until the token's end its calls are hidden from the cache.
     *
     * @param canChangeThreads see {@link Transaction#canChangeThreads}
     */
    public Token begin(boolean canChangeThreads) {
        Token token = new Token(this, current(), canChangeThreads);
        innermost.set(token);
        if (canChangeThreads) {
            movable.incrementAndGet();
        }
        unfinished.incrementAndGet();
        return token;
    }

    /** Whether the calling thread has begun a transaction that has written, or is in one nested in such a one. */
    public boolean hideCache() {
        return unfinished.get() != 0 && current() != null;
    }

    /** As {@link #hideCache()}; and whether it is in one that has written on another thread and was handed over. */
    public boolean hideCacheIn(Transactions seen) {
        return unfinished.get() != 0
                && (current() != null || (movable.get() != 0 && hasWritten(seen.current(Purpose.READ_HANDED_OVER))));
    }

    /** A transaction has a listener for its end only if effects wait for it. */
    private static boolean hasWritten(@Nullable Transaction transaction) {
        return transaction != null && transaction.ending() != null;
    }

    /** The innermost token of the calling thread that has not ended; drops those that have. */
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
     * <p><b>Threads.</b> Thread-safe: if a transaction takes too long, a thread of the transaction manager ends it.
     */
    public static final class Token {

        private final UnfinishedWrites all;

        /** For example, that of the transaction that is suspended meanwhile. */
        private final @Nullable Token outer;

        private final boolean canChangeThreads;

        /** Publishes the end to the thread that began it. */
        private final AtomicBoolean over = new AtomicBoolean();

        private Token(UnfinishedWrites all, @Nullable Token outer, boolean canChangeThreads) {
            this.all = all;
            this.outer = outer;
            this.canChangeThreads = canChangeThreads;
        }

        /** The transaction has ended. Harmless when called again. */
        public void end() {
            if (over.compareAndSet(false, true)) {
                all.unfinished.decrementAndGet();
                if (canChangeThreads) {
                    all.movable.decrementAndGet();
                }
            }
            all.current();
        }
    }
}
