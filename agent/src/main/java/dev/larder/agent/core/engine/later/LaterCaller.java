package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A caller who goes on: the future that he has, and the threads that work for him, with his context class loader.
 *
 * <p><b>One future for each caller.</b> What a caller does with its future is its own affair: it neither stops the work nor
 * changes what others get.
 *
 * <p><b>Threads.</b> Made on the caller's; immutable, but for the future.
 */
public class LaterCaller {

    private final CachedMethod method;
    private final LoadingThread thread;

    /** The load whose body has made the call. By the time when the store is asked, the caller may be in another one. */
    private final @Nullable Nesting outer;

    private final Budget budget;
    private final long madeNanos;
    private final LaterThreads threads;
    private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final CompletableFuture<@Nullable Object> given = new CompletableFuture<>();

    /**
     * @param thread the calling one
     * @param budget what the call may spend on waiting for the store
     */
    public LaterCaller(CachedMethod method, LoadingThread thread, Budget budget) {
        this.method = method;
        this.thread = thread;
        this.outer = thread.innermost;
        this.budget = budget;
        this.madeNanos = method.engine().ticker().nanoTime();
        this.threads = method.engine().laterThreads();
    }

    /** That is called. */
    public final CachedMethod method() {
        return method;
    }

    /** That of the method. */
    public final CacheEngine engine() {
        return method.engine();
    }

    /** Its thread. */
    public final LoadingThread thread() {
        return thread;
    }

    /** The load whose body has made the call; null for none. */
    public final @Nullable Nesting outer() {
        return outer;
    }

    /** What it may spend on waiting for the store. */
    public final Budget budget() {
        return budget;
    }

    /** Whether it has waited too long for a thread that asks the store. */
    public final boolean hasMissedItsTurn() {
        return engine().ticker().nanoTime() - madeNanos > engine().longestTurnNanos();
    }

    /** As {@link LaterThreads#ask}. */
    public final void ask(Runnable work) {
        threads.ask(context, work);
    }

    /** As {@link LaterThreads#runBody}. */
    public final void onBodyThread(Runnable work) {
        threads.runBody(context, work);
    }

    /** As {@link LaterThreads#runHere}. */
    public final void runHere(Runnable work) {
        LaterThreads.runHere(context, work);
    }

    /** As {@link LaterThreads#after}. */
    public final Future<?> after(long nanos, Runnable work) {
        return threads.after(nanos, work);
    }

    /** The caller's future. */
    public final CompletableFuture<@Nullable Object> given() {
        return given;
    }

    /** Completes the caller's future, which runs its dependents, on a thread of the application. */
    public final void complete(@Nullable Object value, @Nullable Throwable thrown) {
        if (LaterThreads.areAgents()) {
            threads.toApplication(context, () -> tell(value, thrown));
        } else {
            tell(value, thrown);
        }
    }

    private void tell(@Nullable Object value, @Nullable Throwable thrown) {
        if (thrown == null) {
            given.complete(value);
        } else {
            given.completeExceptionally(thrown);
        }
    }

    /** For a caller that has its future already, of a body that has returned null. */
    public final void completeWithoutStage() {
        complete(null, new NullPointerException(noStage()));
    }

    /** The same of a body whose stage takes no dependents. */
    public final void completeUnheard() {
        complete(null, new IllegalStateException(noStage()));
    }

    private String noStage() {
        return method.signature() + " returned no stage whose end can be awaited";
    }
}
