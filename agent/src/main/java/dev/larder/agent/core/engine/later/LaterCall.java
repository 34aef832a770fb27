package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.LoadingThread;
import dev.larder.agent.core.engine.LoadingThread.Nesting;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One call whose caller goes on: what it asks for, the future that the caller has, and the threads that work for it, with the
 * context class loader of the caller.
 *
 * <p><b>One future for each caller.</b> What a caller does with its future is its own affair: it neither stops the work nor
 * changes what others get.
 *
 * <p><b>Threads.</b> Made on the caller's; immutable, but for the future.
 */
final class LaterCall {

    private final CachedMethod method;
    private final EntryId id;
    private final Miss miss;
    private final Invocation call;
    private final LoadingThread caller;

    /** The load whose body has made this call. By the time when the store is asked, the caller may be in another one. */
    private final @Nullable Nesting outer;

    private final Budget budget;
    private final long madeNanos;
    private final LaterThreads threads;
    private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final CompletableFuture<@Nullable Object> given = new CompletableFuture<>();

    LaterCall(CachedMethod method, EntryId id, Miss miss, Invocation call, LoadingThread caller, Budget budget) {
        this.method = method;
        this.id = id;
        this.miss = miss;
        this.call = call;
        this.caller = caller;
        this.outer = caller.innermost;
        this.budget = budget;
        this.madeNanos = engine().ticker().nanoTime();
        this.threads = engine().laterThreads();
    }

    CachedMethod method() {
        return method;
    }

    CacheEngine engine() {
        return method.engine();
    }

    /** What stands for the value where there is none. */
    Miss miss() {
        return miss;
    }

    LoadingThread caller() {
        return caller;
    }

    /** What it may spend on waiting for the store. */
    Budget budget() {
        return budget;
    }

    /** Whether it has waited too long for a thread that asks the store. */
    boolean hasMissedItsTurn() {
        return engine().ticker().nanoTime() - madeNanos > engine().longestTurnNanos();
    }

    Load newLoad(CacheStore store) {
        return new Load(method, store, id, miss, call, budget, caller, outer, null);
    }

    /** The application's side of it. */
    Invocation invocation() {
        return call;
    }

    /** Whether the arguments still make the key. */
    boolean isStillKeyed() {
        return call.isStillFor(id.key());
    }

    /** Runs the method's body. Null if that returned null. */
    @Nullable
    CompletionStage<?> runBody() throws Throwable {
        return (CompletionStage<?>) call.run();
    }

    /** The same outside of the cache. */
    @Nullable
    CompletionStage<?> runUncached() throws Throwable {
        return (CompletionStage<?>) call.runUncached();
    }

    /** As {@link LaterThreads#ask}. */
    void ask(Runnable work) {
        threads.ask(context, work);
    }

    /** As {@link LaterThreads#runBody}. */
    void onBodyThread(Runnable work) {
        threads.runBody(context, work);
    }

    /** As {@link LaterThreads#runHere}. */
    void runHere(Runnable work) {
        LaterThreads.runHere(context, work);
    }

    /** As {@link LaterThreads#after}. */
    Future<?> after(long nanos, Runnable work) {
        return threads.after(nanos, work);
    }

    /** The caller's future. */
    CompletableFuture<@Nullable Object> given() {
        return given;
    }

    /** Completes the caller's future, which runs its dependents, on a thread of the application. */
    void complete(@Nullable Object value, @Nullable Throwable thrown) {
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
    void completeWithoutStage() {
        complete(null, new NullPointerException(noStage()));
    }

    /** The same of a body whose stage takes no dependents. */
    void completeUnheard() {
        complete(null, new IllegalStateException(noStage()));
    }

    private String noStage() {
        return method.signature() + " returned no stage whose end can be awaited";
    }
}
