package dev.larder.agent.core.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The time that calls wait for the first connection: all of them together no longer than the budget of the first one. An
 * application that makes many calls while it starts, one after the other, does not wait for one budget each.
 *
 * <p><b>Threads.</b> Thread-safe. Callers hold no lock while they wait.
 */
final class InitialWait {

    private final Ticker ticker;

    @GuardedBy("this")
    private boolean isBegun;

    /** Monotonic; valid once a call has begun to wait. */
    @GuardedBy("this")
    private long endNanos;

    InitialWait(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Returns when {@code decided} is done, or when this time or the budget is over. */
    void await(CompletableFuture<Boolean> decided, Budget budget) {
        long mostNanos = budget.startWaiting();
        long leftNanos = leftNanos(mostNanos);
        if (leftNanos == mostNanos) {
            awaitWithin(budget, decided);
        } else if (leftNanos > 0) {
            awaitWithin(new Budget(ticker, Duration.ofNanos(leftNanos)), decided);
            budget.stopWaiting();
        }
    }

    private synchronized long leftNanos(long mostNanos) {
        long now = ticker.nanoTime();
        if (!isBegun) {
            isBegun = true;
            endNanos = now + mostNanos;
        }
        return Math.min(mostNanos, endNanos - now);
    }

    private static void awaitWithin(Budget budget, CompletableFuture<Boolean> decided) {
        try {
            Waiting.await(decided, budget);
        } catch (TimeoutException | ExecutionException e) {
            return; // the call goes on without Redis: it has waited long enough
        }
    }
}
