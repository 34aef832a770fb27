package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Callers of methods that return a stage, in processes of one store. A process is an engine of its own here. */
interface LaterCallers extends Processes {

    String KEY = "shop:7";
    Duration SHORT = Duration.ofMillis(500);
    Duration LONG = Duration.ofMinutes(5);

    /** One more. */
    default Calls process(Duration lease) throws StoreException {
        return Calls.unhurried(connect(Calls.lease(lease)), Calls.lease(lease));
    }

    default Callable<CompletableFuture<Object>> unexpected() {
        return () -> CompletableFuture.completedFuture("unexpected");
    }

    default Object soon(CompletableFuture<Object> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    default Throwable failureOf(CompletableFuture<Object> future) throws InterruptedException, TimeoutException {
        try {
            return new AssertionError("it has a value: " + future.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
