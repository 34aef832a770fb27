package dev.larder.agent.core.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a few calls at a time have very many commands on their way: a connection takes a bounded number from all callers together, and
 * refuses more.
 *
 * <p><b>Threads.</b> Thread-safe. No turn is held while code of the application runs.
 */
final class BulkTurns {

    /** Each call has up to about a thousand commands on their way, of the four thousand that a connection takes. */
    private static final int AT_ONCE = 3;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    BulkTurns() {}

    /** Waits for a turn; returns whether there is one to {@link #end}. Without one, the call goes on and may be refused. */
    boolean begin(long longestNanos) {
        try {
            return turns.tryAcquire(longestNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it stops waiting
            return false;
        }
    }

    void end(boolean begun) {
        if (begun) {
            turns.release();
        }
    }
}
