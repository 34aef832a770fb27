package dev.larder.agent.core.engine;

import dev.larder.agent.core.engine.LoadingThread.Nesting;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.result.Stages;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method that returns a stage, and did not find its value at once. Its caller waits for nothing.
 *
 * <p>It takes the steps of {@link Load}, with the same decisions. Where that waits for another load, this one is continued
 * when the other has landed; where that waits for another process, when it is time to ask again. While it waits, and from
 * the body's return until the stage is complete, it holds no thread.
 *
 * <p><b>Which thread does what.</b>
 *
 * <ol>
 *   <li>If the store answers without being waited for, as memory does, everything is done on the caller's thread, and the
 *       body runs there as it would without the cache. What it throws is thrown.
 *   <li>Otherwise the caller gets its future at once. The store is asked on threads for that, and the body runs on one of
 *       the application's; what it throws completes the future. A call that has waited for another load is continued there
 *       as well.
 *   <li>Whatever thread completes the stage does no more than hand it over to those that ask the store; or, if the result
 *       goes to memory, stores it.
 *   <li>The future is completed after the result was stored, on a thread of the application.
 * </ol>
 *
 * <p><b>One future for each caller.</b> What a caller does with its future is its own affair: it neither stops the work nor
 * changes what others get. Only a caller for whom the body has returned a stage that is complete gets that itself.
 *
 * <p><b>A stage that never completes</b> holds the lease and the callers that wait for it as long as a body that never
 * returns would. After that time nothing refers to the load but the stage itself.
 *
 * <p><b>Threads.</b> Used by one thread at a time. Each hands it over when it has done with it.
 *
 * <p><b>Failure.</b> As of {@link Load}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a future is the caller's, or of what cannot fail
final class LaterLoad {

    private final CachedMethod method;
    private final CacheEngine engine;
    private final LaterThreads threads;
    private final EntryId id;
    private final Miss miss;
    private final Invocation call;
    private final LoadingThread caller;
    private final Budget budget;
    private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final CompletableFuture<@Nullable Object> given = new CompletableFuture<>();

    /** Set before the first step. */
    private Load load;

    /** Whether the arguments have been those of the key for as long as the body may have read them. */
    private boolean isKeyed = true;

    /** When others are no longer to wait for the stage; null if it was complete. */
    private @Nullable Future<?> deadline;

    @SuppressWarnings("NullAway.Init") // a load begins with a store
    private LaterLoad(
            CachedMethod method, EntryId id, Miss miss, Invocation call, LoadingThread caller, Budget budget) {
        this.method = method;
        this.engine = method.engine();
        this.threads = engine.laterThreads();
        this.id = id;
        this.miss = miss;
        this.call = call;
        this.caller = caller;
        this.budget = budget;
    }

    /** What the caller gets, which is null if the body returned that. */
    static @Nullable Object run(CachedMethod method, Miss miss, Invocation call) throws Throwable {
        LaterLoad later;
        try {
            later = of(method, miss, call);
        } catch (Throwable fault) {
            method.fault(fault);
            later = null;
        }
        if (later == null) {
            return call.run();
        }
        return later.load == null ? later.elsewhere() : later.here();
    }

    /** Null where the body runs outside of the cache; then the call is counted. */
    private static @Nullable LaterLoad of(CachedMethod method, Miss miss, Invocation call) {
        String key = miss.key();
        if (key == null) {
            return null;
        }
        CacheEngine engine = method.engine();
        LoadingThread caller = LoadingThread.current();
        CacheStore store = engine.answersAtOnce() ? engine.store() : null;
        // The work of a body that begins on another thread is not in the caller's transaction, does not hold the
        // caller's
        // monitor, and may need the threads that would wait for it.
        boolean isLeftOut = caller.isShortOfStack()
                || method.transaction().isThere()
                || isHeld(call.monitor())
                || LaterThreads.isAsking()
                || (store == null
                        && (!engine.mayAwaitStore() || engine.laterThreads().areBusy()));
        EntryId id = isLeftOut ? method.uncached() : method.id(key, call);
        if (id == null) {
            return null;
        }
        Budget budget = store == null ? engine.newBudget() : engine.noBudget();
        LaterLoad later = new LaterLoad(method, id, miss, call, caller, budget);
        if (store != null) {
            later.load = later.newLoad(store);
        }
        return later;
    }

    private static boolean isHeld(@Nullable Object monitor) {
        return monitor != null && Thread.holdsLock(monitor);
    }

    /** For a store that answers without being waited for. */
    private @Nullable Object here() throws Throwable {
        Object found = settled(this::search);
        if (found == Miss.LATER) {
            return given;
        }
        if (!Miss.isMiss(found)) {
            load.end.found();
            return CompletableFuture.completedFuture(found);
        }
        CompletionStage<?> stage;
        try {
            stage = body();
        } catch (Throwable theirs) {
            end(load.end::threw);
            throw theirs;
        }
        if (stage == null) {
            end(load.end::returnedUnfit);
            return null;
        }
        CompletableFuture<?> done = load.end.waits() ? null : Stages.ifDone(stage);
        if (done == null) {
            return await(stage) ? given : stage;
        }
        if (done.isCompletedExceptionally()) {
            load.end.threw();
        } else {
            load.end.returned(call, done.join());
        }
        return stage;
    }

    /** For any other store. */
    private CompletionStage<?> elsewhere() {
        budget.startWaiting();
        threads.ask(context, this::begin);
        return given;
    }

    private void begin() {
        budget.stopWaiting();
        try {
            CacheStore store = budget.isSpent() ? null : engine.awaitStore(budget);
            if (store == null) { // all threads were busy, or there is no store yet
                method.stats().recordBypass();
                threads.toApplication(context, this::runUncached);
                return;
            }
            load = newLoad(store);
        } catch (Throwable fault) {
            method.fault(fault);
            threads.toApplication(context, this::runUncached);
            return;
        }
        goOn(settled(() -> {
            engine.flights().sweep(engine::newBudget);
            return search();
        }));
    }

    private Load newLoad(CacheStore store) {
        return new Load(method, store, id, miss, call, budget, caller, null);
    }

    private void runUncached() {
        try {
            CompletionStage<?> stage = stageOf(call.run());
            if (stage == null) {
                given.completeExceptionally(new NullPointerException(noStage()));
            } else {
                stage.whenComplete(this::complete);
            }
        } catch (Throwable theirs) {
            given.completeExceptionally(theirs);
        }
    }

    /** A step: the value, a miss if the body is to run, or {@link Miss#LATER}. */
    private interface Step {
        @Nullable
        Object take();
    }

    private @Nullable Object settled(Step step) {
        try {
            return step.take();
        } catch (Throwable fault) {
            load.end.fail(fault);
            return miss;
        }
    }

    private void goOn(@Nullable Object found) {
        if (found == Miss.LATER) {
            return;
        }
        if (Miss.isMiss(found)) {
            threads.toApplication(context, this::runBody);
        } else {
            load.end.found();
            threads.toApplication(context, () -> given.complete(found));
        }
    }

    private @Nullable Object search() {
        Object found = miss.isLookedUp() ? miss : load.lookUp();
        return Miss.isMiss(found) ? shareOrLead(0) : found;
    }

    private @Nullable Object shareOrLead(int waits) {
        if (waits == Load.MAX_WAITS) {
            return miss;
        }
        Flight other = load.boarding.board(load.isAnswered);
        return other == null
                ? lead()
                : await(other, landed -> {
                    if (landed == null || landed.isFruitless()) {
                        return miss;
                    }
                    Object found = load.share(other, landed);
                    return Miss.isMiss(found) ? shareOrLead(waits + 1) : found;
                });
    }

    private @Nullable Object lead() {
        Flight before = load.boarding.before();
        return before == null
                ? claim(budget)
                : await(before, landed -> {
                    Object found = landed == null ? miss : load.share(before, landed);
                    return Miss.isMiss(found) ? claim(budget) : found;
                });
    }

    private @Nullable Object claim(Budget look) {
        Object found = load.claim(look);
        Boarding boarding = load.boarding;
        if (found != Miss.HELD || boarding.isNested() || !boarding.isPatient()) {
            return found;
        }
        threads.after(boarding.beginPauseNanos(), () -> goOnAsking(() -> claim(engine.newBudget())));
        return Miss.LATER;
    }

    private void goOnAsking(Step step) {
        threads.ask(context, () -> goOn(settled(step)));
    }

    /** What follows when another load has landed; its outcome is null if that is not worth waiting for, or takes too long. */
    private interface AfterWait {
        @Nullable
        Object goOn(@Nullable Landed landed);
    }

    private @Nullable Object await(Flight other, AfterWait then) {
        Flight.Watch watch = engine.flights().watch(caller, other);
        return watch.makesSense() ? new FlightWait(other, watch, then).begin() : then.goOn(outcome(other));
    }

    private @Nullable Landed outcome(Flight other) {
        return load.boarding.outcome(other, other.landed());
    }

    /**
     * One wait for another load. It ends once, by whoever is first: the one that lands the load, or the clock.
     *
     * <p><b>Threads.</b> Thread-safe.
     */
    private final class FlightWait implements Runnable {

        private final Flight other;
        private final Flight.Watch watch;
        private final AfterWait then;
        private final long startNanos = engine.ticker().nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();

        FlightWait(Flight other, Flight.Watch watch, AfterWait then) {
            this.other = other;
            this.watch = watch;
            this.then = then;
        }

        Miss begin() {
            try {
                other.whenOver(load.boarding.isNested(), this);
                lookLater();
            } catch (Throwable fault) {
                if (over.compareAndSet(false, true)) {
                    throw fault;
                }
            }
            return Miss.LATER;
        }

        private void lookLater() {
            if (!over.get()) {
                threads.after(watch.pauseNanos(engine.ticker().nanoTime() - startNanos), this::look);
            }
        }

        private void look() {
            if (load.boarding.isPatient() && watch.makesSense()) {
                lookLater();
            } else {
                run();
            }
        }

        @Override
        public void run() {
            if (over.compareAndSet(false, true)) {
                goOnAsking(() -> then.goOn(outcome(other)));
            }
        }
    }

    private void runBody() {
        CompletionStage<?> stage;
        isKeyed = call.isStillFor(id.key());
        try {
            stage = body();
        } catch (Throwable theirs) {
            workEnds(null, theirs);
            return;
        }
        if (stage == null) {
            end(load.end::returnedUnfit);
            given.completeExceptionally(new NullPointerException(noStage()));
        } else if (!await(stage)) {
            given.completeExceptionally(new IllegalStateException(noStage()));
        }
    }

    private String noStage() {
        return method.signature() + " returned no stage whose end can be awaited";
    }

    private @Nullable CompletionStage<?> body() throws Throwable {
        LoadingThread thread = LoadingThread.current();
        Nesting outer = thread.innermost;
        Flight own = load.boarding.own();
        load.end.begin();
        thread.innermost = load.nesting;
        if (own != null) {
            own.lead(thread);
        }
        try {
            return stageOf(call.run());
        } finally {
            if (own != null) {
                own.lead(null);
            }
            thread.innermost = outer;
        }
    }

    private static @Nullable CompletionStage<?> stageOf(@Nullable Object result) {
        return (CompletionStage<?>) result;
    }

    /** Returns false if the stage cannot be awaited. */
    private boolean await(CompletionStage<?> stage) {
        try {
            if (Stages.ifDone(stage) == null) {
                deadline = threads.after(engine.patienceNanos(), load.end::awaitNoMore);
            }
            stage.whenComplete(this::workEnds);
            return true;
        } catch (Throwable fault) { // of a stage of the application that accepts no dependents
            end(load.end::returnedUnfit);
            return false;
        }
    }

    /** On the thread that completes the stage. */
    private void workEnds(@Nullable Object value, @Nullable Throwable thrown) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        boolean isHandedOver = false;
        try {
            Runnable ending = ending(value, thrown);
            if (load.end.waits()) {
                threads.ask(context, () -> end(ending, value, thrown));
                isHandedOver = true;
            } else {
                ending.run();
            }
        } finally {
            if (!isHandedOver) {
                complete(value, thrown);
            }
        }
    }

    private void end(Runnable ending, @Nullable Object value, @Nullable Throwable thrown) {
        try {
            ending.run();
        } finally {
            threads.toApplication(context, () -> complete(value, thrown));
        }
    }

    /**
     * What was read in a transaction that this thread is still in may never be committed, and what was read by arguments that
     * the caller has changed belongs to another key.
     */
    private Runnable ending(@Nullable Object value, @Nullable Throwable thrown) {
        if (thrown != null) {
            return load.end::threw;
        }
        boolean isFit =
                isKeyed && call.isStillFor(id.key()) && !method.transaction().mayReadItsOwn();
        return isFit ? () -> load.end.returned(call, value) : load.end::returnedUnfit;
    }

    private void end(Runnable ending) {
        if (load.end.waits()) {
            threads.ask(context, ending);
        } else {
            ending.run();
        }
    }

    private void complete(@Nullable Object value, @Nullable Throwable thrown) {
        if (thrown == null) {
            given.complete(value);
        } else {
            given.completeExceptionally(thrown);
        }
    }
}
