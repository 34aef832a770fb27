package dev.larder.agent.core.effect;

import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.result.Stages;
import java.lang.reflect.Method;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call that has returned a stage. Its work is done when the stage is complete.
 *
 * <p><b>What the caller gets.</b> The effects have to be done before dependents of the stage run. The order in which a
 * stage informs its dependents is undefined, and {@code join} waits for none of them. So the caller gets a future of
 * its own, which is completed after the effects, with the same value, or the same instance of an exception. If the
 * stage is complete already, the caller gets the stage itself. Otherwise the future is made by {@link
 * CompletableFuture#newIncompleteFuture}, so that futures with a context keep it, unless that future could refuse to
 * be completed.
 *
 * <p><b>A caller that gives up.</b> What the caller completes its future with, directly or by a deadline, is not the
 * result of the work. Evictions take place then, for what the work may have done, and all effects when the work is
 * done. Only a cancellation is passed on to the stage, since only it means the work. A stage that has been cancelled
 * does not report the end of work that went on nevertheless.
 *
 * <p><b>Threads.</b> The effects take place on the caller's thread, if the stage is complete when it is returned. Otherwise
 * they take place on the thread that completes the stage, if that is in a transaction, or was when the stage was returned, or if
 * nothing has to be waited for. If Redis has to be, a thread of the agent does that, so that an event loop is not held up, and
 * the future is completed where {@code supplyAsync} would run. What the templates say of the result is read on the thread that
 * completes the stage in any case. If the caller gives up, a thread of the agent evicts, and the caller does not wait;
 * only a subscriber does on a thread that may, see {@link LateEffects#givenUp}.
 *
 * <p><b>Failure.</b> The future is completed as the stage is, also if the effects fail.
 *
 * <p><b>Why not</b> {@code stage.whenComplete(...)}: its result is completed with a {@code CompletionException}
 * instead of the method's own exception, and cancelling it would not stop the work.
 */
public final class AwaitedCall<T> {

    private final LateEffects effects;
    private final CompletionStage<T> stage;
    private final CompletableFuture<T> given;

    /**
     * Distinguishes a completion by the caller from one by this class. Set before the latter, read on the caller's
     * thread.
     */
    private volatile boolean workEnded;

    private AwaitedCall(LateEffects effects, CompletionStage<T> stage) {
        this.effects = effects;
        this.stage = stage;
        this.given = futureFor(stage);
    }

    /**
     * Whether the result of a call can be replaced. Callers of a method of type {@code Object}, or of a type variable,
     * may need the exact class of its result.
     */
    static boolean isReplaceable(CompletionStage<?> result, Class<?> declared) {
        return Stages.isStage(declared) || result.getClass() == CompletableFuture.class;
    }

    /** Makes the effects take place when the stage is complete, and returns what the caller gets instead. */
    static <T> CompletionStage<T> begin(CallEffects call, CompletionStage<T> stage) {
        try {
            CompletableFuture<T> done = Stages.ifDone(stage);
            if (done == null) {
                return new AwaitedCall<>(call.unfinished(), stage).begin();
            }
            endAtReturn(call, done);
        } catch (Throwable fault) {
            call.lost(fault);
        }
        return stage;
    }

    /** The same for a caller that must not wait, even if the stage is complete. */
    static <T> CompletionStage<T> beginWithoutWaiting(CallEffects call, CompletionStage<T> stage) {
        try {
            return new AwaitedCall<>(call.unfinished(), stage).begin();
        } catch (Throwable fault) {
            call.lost(fault);
            return stage;
        }
    }

    private static <T> void endAtReturn(CallEffects call, CompletableFuture<T> done) {
        T value;
        try {
            value = done.join();
        } catch (CompletionException | CancellationException theirs) {
            call.ended(null, theirs);
            return;
        }
        call.ended(value, null);
    }

    private static <T> CompletableFuture<T> futureFor(CompletionStage<T> stage) {
        if (stage instanceof CompletableFuture<T> future) {
            try {
                CompletableFuture<T> like = future.newIncompleteFuture();
                if (like.getClass() == CompletableFuture.class || completesAsAsked(like.getClass())) {
                    return like;
                }
            } catch (Throwable theirs) {
                // It cannot make a future of its own class, so callers do not expect one.
            }
        }
        return new CompletableFuture<>();
    }

    /** Some classes let only themselves complete it, such as the JDK's own minimal stage and Kafka's future. */
    private static boolean completesAsAsked(Class<?> type) throws NoSuchMethodException {
        return isTheJdks(type.getMethod("complete", Object.class))
                && isTheJdks(type.getMethod("completeExceptionally", Throwable.class));
    }

    private static boolean isTheJdks(Method method) {
        return method.getDeclaringClass() == CompletableFuture.class;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody observes what the two throw
    private CompletionStage<T> begin() {
        try {
            stage.whenComplete(this::workEnds);
        } catch (Throwable fault) { // thrown by a stage of the application that accepts no dependents
            effects.unheard(fault);
            return stage;
        }
        if (given.isDone()) {
            return stage;
        }
        given.whenComplete(this::callerCompleted);
        return given;
    }

    private void workEnds(@Nullable T value, @Nullable Throwable thrown) {
        workEnded = true;
        effects.render(value, thrown);
        LaterThreads others = effects.elsewhere();
        if (others == null) {
            try {
                effects.ended(value, thrown);
            } finally {
                tell(value, thrown);
            }
            return;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        others.ask(context, () -> {
            effects.ended(value, thrown);
            others.toApplication(context, () -> tell(value, thrown));
        });
    }

    private void tell(@Nullable T value, @Nullable Throwable thrown) {
        if (thrown == null) {
            given.complete(value);
        } else {
            given.completeExceptionally(thrown);
        }
    }

    private void callerCompleted(@Nullable T value, @Nullable Throwable thrown) {
        if (workEnded) {
            return;
        }
        try {
            if (given.isCancelled() && stage instanceof CompletableFuture<T> future) {
                future.cancel(true);
            }
        } finally {
            effects.givenUp(); // what it has done until then
        }
    }
}
