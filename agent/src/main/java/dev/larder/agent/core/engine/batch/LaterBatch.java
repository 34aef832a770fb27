package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.Boarding;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.batch.BatchItem.State;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.later.FlightWait;
import dev.larder.agent.core.engine.later.LaterCaller;
import dev.larder.agent.core.engine.later.LaterLoad;
import dev.larder.agent.core.result.Stages;
import dev.larder.agent.core.store.CacheStore;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One call of a batch method that returns a stage of its result. Its caller waits for nothing.
 *
 * <p>It takes the steps of {@link BatchCall}, on the threads of {@link LaterLoad}: if the store answers without being waited for,
 * on the caller's up to the body's return; else on those that ask the store, and the body on one for bodies. Where that waits
 * for others, or for the stage that the body has returned, this holds no thread. The caller's future is completed after the
 * results were stored, on a thread of the application.
 *
 * <p><b>Threads.</b> Used by one thread at a time. Each hands it over when it has done with it.
 *
 * <p><b>Failure.</b> As of {@link BatchCall}. A stage that never completes holds the leases and the callers that wait for it as long as a
 * body that never returns would.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a future is the caller's, or of what cannot fail
public final class LaterBatch {

    /** How a call goes on from its caller's thread. */
    private interface Way {
        @Nullable
        Object take() throws Throwable;
    }

    private final CachedMethod method;
    private final CacheEngine engine;
    private final BatchIds ids;
    private final LaterCaller caller;
    private final BatchLoads loads;

    /** When others are no longer to wait for the body's stage; null if it was complete. */
    private @Nullable Future<?> deadline;

    private LaterBatch(BatchIds ids, LaterCaller caller, CacheStore store) {
        this.method = caller.method();
        this.engine = caller.engine();
        this.ids = ids;
        this.caller = caller;
        this.loads = new BatchLoads(method, store, caller.budget(), caller.thread(), caller.outer(), null);
    }

    /** What the caller gets, which is null if the body returned that. */
    public static @Nullable Object run(CachedMethod method, BatchResults results, BatchBody body) throws Throwable {
        Way way;
        try {
            CachedMethod own = method.ofItsTier();
            way = way(own, new BatchIds(own, results, body));
        } catch (Throwable fault) {
            method.fault(fault);
            way = body::run;
        }
        return way.take();
    }

    private static Way way(CachedMethod method, BatchIds ids) throws Throwable {
        if (!ids.find()) {
            return ids::runAsCalled;
        }
        if (ids.areFound()) {
            Object made = ids.made();
            return () -> CompletableFuture.completedFuture(made);
        }
        CacheEngine engine = method.engine();
        CacheStore store = engine.answersAtOnce() ? engine.store() : null;
        LoadingThread thread = LoadingThread.current();
        if (LaterLoad.isLeftOut(method, store, ids.monitor(), thread)) {
            method.uncached();
            return ids::runAsCalled;
        }
        if (!ids.name()) {
            return ids::runAsCalled;
        }
        LaterCaller caller = new LaterCaller(method, thread, store == null ? engine.newBudget() : engine.noBudget());
        if (store == null) {
            return () -> elsewhere(ids, caller);
        }
        LaterBatch begun = new LaterBatch(ids, caller, store);
        ids.lookUp(store, caller.budget(), begun.loads);
        return begun::here;
    }

    /** For a store that answers without being waited for. */
    private @Nullable Object here() throws Throwable {
        List<BatchItem> now = loads.claim();
        if (!now.isEmpty()) {
            return runHere(now);
        }
        goOnLater();
        return caller.given();
    }

    private @Nullable Object runHere(List<BatchItem> now) throws Throwable {
        CompletionStage<?> stage;
        try {
            stage = body(now);
        } catch (Throwable theirs) {
            end(now, () -> loads.threw(now));
            throw theirs;
        }
        if (stage == null) {
            end(now, () -> loads.refuse(now));
            return null;
        }
        CompletableFuture<?> done = loads.waits(now) ? null : Stages.ifDone(stage);
        if (done == null) {
            return await(now, stage) || !ids.areAll(now) ? caller.given() : stage;
        }
        if (done.isCompletedExceptionally()) {
            loads.threw(now);
            return stage;
        }
        boolean isFit = ids.distribute(now, done.join());
        if (isFit) {
            loads.judge(now);
            loads.keep(now);
        } else {
            loads.refuse(now);
        }
        if (ids.areAll(now)) {
            return stage;
        }
        if (!isFit) {
            return ids.runAsCalled();
        }
        goOnLater();
        return caller.given();
    }

    /** For any other store. */
    private static CompletionStage<?> elsewhere(BatchIds ids, LaterCaller caller) {
        caller.ask(() -> begin(ids, caller));
        return caller.given();
    }

    private static void begin(BatchIds ids, LaterCaller caller) {
        LaterBatch begun;
        try {
            CacheStore store =
                    caller.hasMissedItsTurn() ? null : caller.engine().awaitStore(caller.budget());
            if (store == null) { // there is none yet, or all threads were busy
                caller.method().uncached();
                caller.onBodyThread(() -> runForAll(ids, caller));
                return;
            }
            begun = new LaterBatch(ids, caller, store);
            ids.lookUp(store, caller.budget(), begun.loads);
        } catch (Throwable fault) {
            caller.method().fault(fault);
            caller.onBodyThread(() -> runForAll(ids, caller));
            return;
        }
        begun.loads.sweep();
        begun.safely(begun::goOn);
    }

    /** Outside of the cache, for a caller that has its future. */
    private static void runForAll(BatchIds ids, LaterCaller caller) {
        try {
            CompletionStage<?> stage = (CompletionStage<?>) ids.runForAll();
            if (stage == null) {
                caller.completeWithoutStage();
            } else {
                stage.whenComplete(caller::complete);
            }
        } catch (Throwable theirs) {
            caller.complete(null, theirs);
        }
    }

    /** When the own loads have ended. */
    private void goOnLater() {
        if (loads.areDone()) {
            safely(this::goOn);
        } else {
            caller.ask(() -> safely(this::awaitOthers));
        }
    }

    /** On a thread that may ask the store if anything is left to be loaded. */
    private void goOn() {
        if (loads.areDone()) {
            caller.complete(ids.made(), null);
            return;
        }
        List<BatchItem> now = loads.claim();
        if (now.isEmpty()) {
            awaitOthers();
        } else {
            caller.onBodyThread(() -> runElsewhere(now));
        }
    }

    /** For what is done while nobody waits for this call. The ids that were loaded are counted already. */
    private void safely(Runnable step) {
        try {
            step.run();
        } catch (Throwable fault) {
            engine.report(method.signature(), fault);
            caller.onBodyThread(() -> runForAll(ids, caller));
        }
    }

    /** What the body throws completes the future. */
    private void runElsewhere(List<BatchItem> now) {
        CompletionStage<?> stage;
        try {
            if (!ids.areStillKeyed(now)) {
                now.forEach(BatchItem::markUnfit);
            }
            stage = body(now);
        } catch (Throwable theirs) {
            workEnds(now, null, theirs);
            return;
        }
        if (stage == null) {
            end(now, () -> loads.refuse(now));
            caller.completeWithoutStage();
        } else if (!await(now, stage)) {
            caller.completeUnheard();
        }
    }

    private @Nullable CompletionStage<?> body(List<BatchItem> now) throws Throwable {
        LoadingThread thread = LoadingThread.current();
        LoadingThread.Nesting outer = thread.innermost;
        loads.begin(now);
        thread.innermost = loads.nesting();
        loads.lead(now, thread);
        try {
            return (CompletionStage<?>) ids.runFor(now);
        } finally {
            loads.lead(now, null);
            thread.innermost = outer;
        }
    }

    /** Returns false if the stage cannot be awaited. */
    private boolean await(List<BatchItem> now, CompletionStage<?> stage) {
        try {
            deadline = Stages.ifDone(stage) == null ? limitWaits(now) : null;
            stage.whenComplete((value, thrown) -> workEnds(now, value, thrown));
            return true;
        } catch (Throwable fault) { // of a stage of the application that accepts no dependents
            end(now, () -> loads.refuse(now));
            return false;
        }
    }

    private @Nullable Future<?> limitWaits(List<BatchItem> now) {
        try {
            return caller.after(engine.patienceNanos(), () -> loads.awaitNoMore(now));
        } catch (Throwable noThread) { // others had better not wait at all than for ever; the load goes on
            loads.awaitNoMore(now);
            return null;
        }
    }

    /** Only when others wait no longer: until then it is what ends their waits, whatever happens here. */
    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** On the thread that completes the stage, which may be deep in its stack. */
    private void workEnds(List<BatchItem> now, @Nullable Object value, @Nullable Throwable thrown) {
        if (thrown != null) {
            end(now, () -> {
                endLoads(() -> loads.threw(now));
                caller.complete(null, thrown);
            });
            return;
        }
        boolean isFit;
        try {
            isFit = isFit(now, value);
        } catch (Throwable fault) {
            loads.fail(now, fault);
            isFit = false;
        }
        Runnable ending = isFit ? () -> keep(now, value) : () -> refuse(now, value);
        end(now, ending);
    }

    /**
     * The application's part of the end, in the context that a dependent of the stage would have. What was read in a transaction that
     * this thread is still in may never be committed, and what was read by arguments that the caller has changed belongs to
     * other keys.
     */
    private boolean isFit(List<BatchItem> now, @Nullable Object value) {
        boolean isKeyed = ids.areStillKeyed(now) && !method.transaction().mayReadItsOwn();
        if (!isKeyed) {
            now.forEach(BatchItem::markUnfit);
        }
        boolean[] isFit = new boolean[1];
        caller.runHere(() -> {
            isFit[0] = ids.distribute(now, value);
            if (isFit[0]) {
                loads.judge(now);
            }
        });
        return isFit[0];
    }

    private void keep(List<BatchItem> now, @Nullable Object value) {
        endLoads(() -> loads.keep(now));
        if (ids.areAll(now)) {
            caller.complete(value, null);
        } else {
            goOnLater();
        }
    }

    private void refuse(List<BatchItem> now, @Nullable Object value) {
        endLoads(() -> loads.refuse(now));
        if (ids.areAll(now)) {
            caller.complete(value, null);
        } else {
            caller.onBodyThread(() -> runForAll(ids, caller));
        }
    }

    /** Whatever is thrown meanwhile, such as for lack of memory, the caller gets his result. */
    private void endLoads(Runnable ending) {
        try {
            ending.run();
            forgetDeadline();
        } catch (Throwable fault) {
            engine.report(method.signature(), fault); // the deadline ends the waits of others
        }
    }

    private void end(List<BatchItem> now, Runnable ending) {
        if (loads.waits(now)) {
            caller.ask(ending);
        } else {
            ending.run();
        }
    }

    private void awaitOthers() {
        awaitFlights(loads.in(State.IN_FLIGHT).iterator());
    }

    /** One after the other: when the first has landed, most others have, too. */
    private void awaitFlights(Iterator<BatchItem> others) {
        while (others.hasNext()) {
            BatchItem item = others.next();
            try {
                if (!isShared(item, others)) {
                    return;
                }
            } catch (Throwable fault) {
                loads.failWait(item, fault);
            }
        }
        awaitOtherProcesses();
    }

    /** Returns false if this is continued with the others when the flight has landed. */
    private boolean isShared(BatchItem item, Iterator<BatchItem> others) {
        Flight other = Objects.requireNonNull(item.other);
        Boarding boarding = item.load().boarding;
        Flight.Watch watch = engine.flights().watch(caller.thread(), other);
        if (other.landed() == null && watch.makesSense()) {
            new FlightWait(
                            caller,
                            boarding,
                            other,
                            watch,
                            landed -> caller.ask(() -> safely(() -> {
                                loads.share(item, boarding.outcome(other, landed));
                                awaitFlights(others);
                            })))
                    .begin();
            return false;
        }
        loads.share(item, boarding.outcome(other, other.landed()));
        return true;
    }

    private void awaitOtherProcesses() {
        List<BatchItem> held = loads.in(State.HELD);
        if (!held.isEmpty()) {
            Boarding boarding = held.get(0).load().boarding;
            boolean isPatient = !boarding.isNested() && boarding.isPatient();
            loads.reopen(held, isPatient);
            if (isPatient) {
                caller.after(boarding.beginPauseNanos(), () -> caller.ask(() -> safely(this::goOn)));
                return;
            }
        }
        goOn();
    }
}
