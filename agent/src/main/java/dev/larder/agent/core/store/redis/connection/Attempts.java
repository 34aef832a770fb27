package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.UnseenException;
import dev.larder.agent.core.wait.Waiting;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for Lettuce to connect.
 *
 * <p>Lettuce's own clock goes on while this process stands still. So the budget decides: as long as some of it is
 * left, another attempt is made.
 */
final class Attempts {

    private Attempts() {}

    /**
     * Makes attempts until one succeeds or fails, or the budget is spent.
     *
     * @param begin begins an attempt
     * @param late gets the result of an attempt that was given up and succeeded later
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the attempt was given up, and so is a failure of it
    static <T> T await(
            LettuceClient lettuce, Supplier<CompletableFuture<T>> begin, Consumer<? super T> late, Budget budget)
            throws StoreException {
        while (true) {
            CompletableFuture<T> attempt = begin.get();
            try {
                return Waiting.await(attempt, budget, lettuce::readArrived);
            } catch (TimeoutException e) {
                attempt.thenAccept(late);
                throw inVain(e, "no connection in time");
            } catch (ExecutionException e) {
                if (!Faults.isTimeOut(e) || budget.startWaiting() <= 0) {
                    throw Faults.notConnected(e);
                }
            }
        }
    }

    /** @param what has not come, of the other end that is silent */
    static StoreException inVain(TimeoutException e, String what) {
        return e instanceof UnseenException
                ? StoreException.unseen("this process was too busy to read answers while it connected")
                : StoreException.unanswered(what);
    }
}
