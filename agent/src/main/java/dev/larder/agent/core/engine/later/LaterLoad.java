package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method that returns a stage, and did not find its value at once. Its caller waits for nothing.
 *
 * <p><b>Which thread does what.</b>
 *
 * <ol>
 *   <li>If the store answers without being waited for, as memory does, everything is done on the caller's thread, and the
 *       body runs there as it would without the cache. What it throws is thrown.
 *   <li>Otherwise the caller gets its future at once. The store is asked on threads for that ({@link LaterSearch}), and the
 *       body runs on one for bodies ({@link LaterBody}): others wait for it, so it must not wait for threads that the
 *       application may keep busy. So it is for a call that has waited for another load.
 *   <li>The future is completed after the result was stored, on a thread of the application. Only a caller for whom the body
 *       has returned a stage that is complete gets that itself.
 * </ol>
 *
 * <p><b>Threads.</b> Used by one thread at a time. Each hands it over when it has done with it.
 *
 * <p><b>Failure.</b> As of {@link Load}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a future is the caller's, or of what cannot fail
public final class LaterLoad {

    /** How a call goes on from its caller's thread. */
    private interface Way {
        @Nullable
        Object take() throws Throwable;
    }

    private final LaterCall call;
    private final Load load;
    private final LaterSearch search;
    private final LaterBody body;

    private LaterLoad(LaterCall call, CacheStore store) {
        this.call = call;
        this.load = call.newLoad(store);
        this.search = new LaterSearch(call, load, this::goOn);
        this.body = new LaterBody(call, load);
    }

    /** What the caller gets, which is null if the body returned that. */
    public static @Nullable Object run(CachedMethod method, Object missed, Invocation call) throws Throwable {
        Way way;
        try {
            way = way(method.ofItsTier(), (Miss) missed, call);
        } catch (Throwable fault) {
            method.fault(fault);
            way = call::runUncached;
        }
        return way.take();
    }

    /** Runs what runs the application, on a thread of that, with the context class loader of the calling one. */
    public static void toApplication(CachedMethod method, Runnable work) {
        method.engine().laterThreads().toApplication(Thread.currentThread().getContextClassLoader(), work);
    }

    private static Way way(CachedMethod method, Miss miss, Invocation call) {
        String key = miss.key();
        if (key == null) {
            return call::runUncached;
        }
        CacheEngine engine = method.engine();
        CacheStore store = engine.answersAtOnce() ? engine.store() : null;
        LoadingThread caller = LoadingThread.current();
        EntryId id = isLeftOut(method, store, call.monitor(), caller) ? method.uncached() : method.id(key, call);
        if (id == null) {
            return call::runUncached;
        }
        Budget budget = store == null ? engine.newBudget() : engine.noBudget();
        LaterCall later = new LaterCall(method, id, miss, call, caller, budget);
        return store == null ? () -> elsewhere(later) : new LaterLoad(later, store)::here;
    }

    /**
     * The work of a body that begins on another thread is not in the caller's transaction, does not hold the caller's monitor,
     * and may need the threads that would wait for it.
     *
     * @param store that answers without being waited for; null if there is none
     * @param monitor that the body enters; null for none
     */
    public static boolean isLeftOut(
            CachedMethod method, @Nullable CacheStore store, @Nullable Object monitor, LoadingThread caller) {
        CacheEngine engine = method.engine();
        return caller.isShortOfStack()
                || method.transaction().isThere()
                || isHeld(monitor)
                || LaterThreads.isAsking()
                || (store == null
                        && (!engine.mayAwaitStore() || engine.laterThreads().areBusy()));
    }

    private static boolean isHeld(@Nullable Object monitor) {
        return monitor != null && Thread.holdsLock(monitor);
    }

    /** For a store that answers without being waited for. */
    private @Nullable Object here() throws Throwable {
        Object found = search.begin();
        if (found == Miss.LATER) {
            return call.given();
        }
        if (Miss.isMiss(found)) {
            return body.runHere();
        }
        load.end.found();
        return CompletableFuture.completedFuture(found);
    }

    /** For any other store. */
    private static CompletionStage<?> elsewhere(LaterCall call) {
        call.ask(() -> begin(call));
        return call.given();
    }

    private static void begin(LaterCall call) {
        LaterLoad begun;
        try {
            CacheStore store = call.hasMissedItsTurn() ? null : call.engine().awaitStore(call.budget());
            if (store == null) { // there is none yet, or all threads were busy
                call.method().uncached();
                call.onBodyThread(() -> runUncached(call));
                return;
            }
            begun = new LaterLoad(call, store);
        } catch (Throwable fault) {
            call.method().fault(fault);
            call.onBodyThread(() -> runUncached(call));
            return;
        }
        Object found = begun.search.beginOnAsking();
        if (found != Miss.LATER) {
            begun.goOn(found);
        }
    }

    private static void runUncached(LaterCall call) {
        try {
            CompletionStage<?> stage = call.runUncached();
            if (stage == null) {
                call.completeWithoutStage();
            } else {
                stage.whenComplete(call::complete);
            }
        } catch (Throwable theirs) {
            call.complete(null, theirs);
        }
    }

    private void goOn(@Nullable Object found) {
        if (Miss.isMiss(found)) {
            call.onBodyThread(body::runElsewhere);
        } else {
            load.end.found();
            call.complete(found, null);
        }
    }
}
