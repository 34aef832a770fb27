package dev.larder.agent.core.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a future on a caller's thread: no longer than the call's {@link Budget}, and without an interrupt getting
 * in the way. The application's interrupt is the application's: its flag is set again on return.
 */
public final class Waiting {

    private Waiting() {}

    /**
     * Waits for the future's outcome.
     *
     * @throws TimeoutException when the budget is spent; the future goes on
     */
    public static <T extends @Nullable Object> T await(Future<T> future, Budget budget)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                long nanos = budget.startWaiting();
                try {
                    return future.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // and wait for the rest; each interrupt costs one round
                } finally {
                    budget.stopWaiting();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
