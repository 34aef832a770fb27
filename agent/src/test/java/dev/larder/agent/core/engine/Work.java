package dev.larder.agent.core.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A body whose work ends when the test says so. */
final class Work implements Callable<CompletableFuture<Object>> {

    final AtomicInteger runs = new AtomicInteger();
    final CompletableFuture<Object> stage;

    Work() {
        this(new CompletableFuture<>());
    }

    Work(CompletableFuture<Object> stage) {
        this.stage = stage;
    }

    static Work of(Object value) {
        return new Work(CompletableFuture.completedFuture(value));
    }

    @Override
    public CompletableFuture<Object> call() {
        runs.incrementAndGet();
        return stage;
    }

    boolean complete(Object value) {
        return stage.complete(value);
    }
}
