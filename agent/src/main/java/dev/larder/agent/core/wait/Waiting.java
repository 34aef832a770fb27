package dev.larder.agent.core.wait;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a future on a caller's thread: no longer than the call's {@link Budget}, and without an interrupt getting
 * in the way. The application's interrupt is the application's: its flag is set again on return.
 *
 * <p><b>A clock that ran out proves nothing by itself.</b> This process may have stood still, in a garbage collection, or
 * throttled by its container, or without a processor to run on; and the answer may be there, unread. {@link Wait} says
 * what is looked at besides the clock.
 */
public final class Waiting {

    private static final Arrivals NONE = () -> CompletableFuture.completedFuture(true);

    private Waiting() {}

    /** The receiving end of a connection. */
    @FunctionalInterface
    public interface Arrivals {

        /** Done when everything has been read, and handed to whom it was for, that had arrived when this was called. */
        CompletionStage<?> read();
    }

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

    /** As {@link #await(Future, Budget, Arrivals)}, for what does not come over a connection that is there already. */
    public static <T extends @Nullable Object, F extends Future<T> & CompletionStage<T>> T await(
            F future, Budget budget) throws ExecutionException, TimeoutException {
        return await(future, budget, NONE);
    }

    /**
     * Waits for the future's outcome.
     *
     * @param arrivals what the outcome comes among
     * @throws UnseenException when the budget is spent and nobody has come to see whether the outcome has arrived
     * @throws TimeoutException when the budget is spent and the outcome has not arrived. The future goes on in either case
     */
    public static <T extends @Nullable Object, F extends Future<T> & CompletionStage<T>> T await(
            F future, Budget budget, Arrivals arrivals) throws ExecutionException, TimeoutException {
        Wait wait = new Wait(future);
        try {
            wait.await(budget, arrivals);
            return future.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException("What is done was waited for", e);
        } finally {
            wait.restoreInterrupt();
        }
    }
}
