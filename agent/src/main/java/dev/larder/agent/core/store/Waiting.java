package dev.larder.agent.core.store;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a future on a caller's thread: no longer than the call's {@link Budget}, and without an interrupt getting
 * in the way. The application's interrupt is the application's: its flag is set again on return.
 *
 * <p><b>Why</b> on a latch: {@link java.util.concurrent.CompletableFuture#get} on a worker of the common pool runs
 * other tasks of that pool meanwhile. They are the application's, and the call would wait for as long as they take.
 */
public final class Waiting {

    private Waiting() {}

    /** Waits for {@code time}, at the budget's expense. Returns false when that has nothing left. */
    public static boolean pause(Duration time, Budget budget) {
        long left = budget.startWaiting();
        try {
            if (left <= 0) {
                return false;
            }
            long nanos = Math.min(time.toNanos(), left);
            await(new CompletableFuture<Boolean>(), new Budget(Ticker.system(), Duration.ofNanos(nanos)));
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return true; // which is what this is for
        } finally {
            budget.stopWaiting();
        }
    }

    /**
     * Waits for the future's outcome.
     *
     * @throws TimeoutException when the budget is spent; the future goes on
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the latch hears of the outcome, and nothing there can fail
    public static <T extends @Nullable Object, F extends Future<T> & CompletionStage<T>> T await(
            F future, Budget budget) throws ExecutionException, TimeoutException {
        CountDownLatch done = new CountDownLatch(1);
        future.whenComplete((outcome, failure) -> done.countDown());
        boolean interrupted = false;
        try {
            while (true) {
                long nanos = budget.startWaiting();
                try {
                    if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
                        throw new TimeoutException();
                    }
                    return future.get();
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
