package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.LoadEnd;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.result.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The body of one call, and the end of the stage that it returns.
 *
 * <p>From the body's return until the stage is complete, it holds no thread. Whatever thread completes the stage asks the
 * application whether the result may be stored, and hands it over to those that ask the store; or, if the result goes to
 * memory, stores it. The caller's future is completed after that.
 *
 * <p><b>A stage that never completes</b> holds the lease and the callers that wait for it as long as a body that never
 * returns would. After that time nothing refers to the load but the stage itself.
 *
 * <p><b>Threads.</b> Used by one thread at a time.
 *
 * <p><b>Failure.</b> As of {@link Load}.
 */
final class LaterBody {

    private final LaterCall call;
    private final Load load;
    private final LoadEnd end;

    /** Whether the arguments have been those of the key for as long as the body may have read them. */
    private boolean isKeyed = true;

    /** When others are no longer to wait for the stage; null if it was complete. */
    private @Nullable Future<?> deadline;

    LaterBody(LaterCall call, Load load) {
        this.call = call;
        this.load = load;
        this.end = load.end;
    }

    /** On the caller's thread: returns what the caller gets, which is null if the body returned that. */
    @Nullable
    Object runHere() throws Throwable {
        CompletionStage<?> stage;
        try {
            stage = body();
        } catch (Throwable theirs) {
            end(end::threw);
            throw theirs;
        }
        if (stage == null) {
            end(end::returnedUnfit);
            return null;
        }
        CompletableFuture<?> done = end.waits() ? null : Stages.ifDone(stage);
        if (done == null) {
            return await(stage) ? call.given() : stage;
        }
        if (done.isCompletedExceptionally()) {
            end.threw();
        } else {
            end.judge(call.invocation(), done.join());
            end.keep();
        }
        return stage;
    }

    /** On another thread: what it throws completes the future. */
    void runElsewhere() {
        CompletionStage<?> stage;
        try {
            isKeyed = isStillKeyed();
            stage = body();
        } catch (Throwable theirs) {
            workEnds(null, theirs);
            return;
        }
        if (stage == null) {
            end(end::returnedUnfit);
            call.completeWithoutStage();
        } else if (!await(stage)) {
            call.completeUnheard();
        }
    }

    /** A check that fails keeps the result from being stored, and the body from nothing. */
    private boolean isStillKeyed() {
        try {
            return call.isStillKeyed();
        } catch (Throwable fault) {
            end.fail(fault);
            return false;
        }
    }

    private @Nullable CompletionStage<?> body() throws Throwable {
        LoadingThread thread = LoadingThread.current();
        Nesting outer = thread.innermost;
        Flight own = load.boarding.own();
        end.begin();
        thread.innermost = load.nesting;
        if (own != null) {
            own.lead(thread);
        }
        try {
            return call.runBody();
        } finally {
            if (own != null) {
                own.lead(null);
            }
            thread.innermost = outer;
        }
    }

    /** Returns false if the stage cannot be awaited. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is of what cannot fail
    private boolean await(CompletionStage<?> stage) {
        try {
            if (Stages.ifDone(stage) == null) {
                limitWaits();
            }
            stage.whenComplete(this::workEnds);
            return true;
        } catch (Throwable fault) { // of a stage of the application that accepts no dependents
            end(end::returnedUnfit);
            return false;
        }
    }

    private void limitWaits() {
        try {
            deadline = call.after(call.engine().patienceNanos(), end::awaitNoMore);
        } catch (Throwable noThread) { // others had better not wait at all than for ever; the load goes on
            end.awaitNoMore();
        }
    }

    /** On the thread that completes the stage, which may be deep in its stack. */
    private void workEnds(@Nullable Object value, @Nullable Throwable thrown) {
        boolean isHandedOver = false;
        try {
            Runnable ending = ending(value, thrown);
            if (end.waits()) {
                call.ask(() -> endAndComplete(ending, value, thrown));
                isHandedOver = true;
            } else {
                ending.run();
                forgetDeadline();
            }
        } catch (Throwable fault) {
            endAfter(fault);
        } finally {
            if (!isHandedOver) {
                call.complete(value, thrown);
            }
        }
    }

    private void endAndComplete(Runnable ending, @Nullable Object value, @Nullable Throwable thrown) {
        try {
            ending.run();
            forgetDeadline();
        } finally {
            call.complete(value, thrown);
        }
    }

    /** Only when others wait no longer: until then it is what ends their waits, whatever happens here. */
    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** Others must neither wait for the load nor for its lease. */
    private void endAfter(Throwable fault) {
        end.awaitNoMore();
        end.fail(fault);
        end(end::returnedUnfit);
        forgetDeadline();
    }

    /**
     * What was read in a transaction that this thread is still in may never be committed, and what was read by arguments that
     * the caller has changed belongs to another key. The application's {@code unless} runs here, as a dependent of the stage
     * would: it must not run on the threads that ask the store.
     */
    private Runnable ending(@Nullable Object value, @Nullable Throwable thrown) {
        if (thrown != null) {
            return end::threw;
        }
        boolean isFit =
                isKeyed && call.isStillKeyed() && !call.method().transaction().mayReadItsOwn();
        if (!isFit) {
            return end::returnedUnfit;
        }
        call.runHere(() -> end.judge(call.invocation(), value));
        return end::keep;
    }

    private void end(Runnable ending) {
        if (end.waits()) {
            call.ask(ending);
        } else {
            ending.run();
        }
    }
}
