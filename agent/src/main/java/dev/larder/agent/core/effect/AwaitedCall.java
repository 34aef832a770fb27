package dev.larder.agent.core.effect;

import java.lang.reflect.Method;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call that has returned a stage, whose work is over when the stage is complete.
 *
 * <p><b>What the caller gets.</b> Whoever depends on the stage has to find the effects done. A stage does not tell in
 * which order it informs, and {@code join} waits for none of them, so the caller gets a future of its own, which is
 * completed behind the effects: with the same value, or the same instance of an exception. It is the stage itself if that
 * is complete already. Otherwise it is made by {@link CompletableFuture#newIncompleteFuture}, so that futures that carry
 * a context go on doing so, unless that one could refuse to be completed.
 *
 * <p><b>A caller that gives up.</b> What the caller completes its future with, be it by a deadline, is not what the work
 * comes to: evictions take place then, for what the work may have done, and all effects when the work is done. To cancel
 * is the only thing that is passed on to the stage, since it is the only one that means the work. A stage that has been
 * cancelled does not tell when work ends that went on nevertheless.
 *
 * <p><b>Threads.</b> The effects take place on the thread that completes the stage, which may wait for Redis as any
 * other; on the caller's, if the stage is complete when it is returned, or if it gives up.
 *
 * <p><b>Failure.</b> Whatever becomes of the effects, the future is completed as the stage is.
 *
 * <p><b>Why not</b> {@code stage.whenComplete(...)}: its result is completed with a {@code CompletionException} in place
 * of the method's own exception, and to cancel it would not stop the work.
 */
public final class AwaitedCall<T> {

    private final LateEffects effects;
    private final CompletionStage<T> stage;
    private final CompletableFuture<T> told;

    /** Tells what the caller did to its future from what was done here. Set before that, read on the caller's thread. */
    private volatile boolean workEnded;

    private AwaitedCall(LateEffects effects, CompletionStage<T> stage) {
        this.effects = effects;
        this.stage = stage;
        this.told = futureFor(stage);
    }

    /** Whether a method that declares to return {@code type} may return any other stage in place of its own. */
    public static boolean isStage(Class<?> type) {
        return type == CompletableFuture.class || type == CompletionStage.class;
    }

    /**
     * Whether what a call returned can be replaced: a method of type {@code Object}, or of a type variable, may be asked
     * for the very class of its result.
     */
    static boolean isReplaceable(CompletionStage<?> result, Class<?> declared) {
        return isStage(declared) || result.getClass() == CompletableFuture.class;
    }

    /** Has the effects take place when the stage is complete, and returns what the caller gets in its place. */
    static <T> CompletionStage<T> begin(CallEffects call, CompletionStage<T> stage) {
        try {
            CompletableFuture<T> done = ifDone(stage);
            if (done == null) {
                return new AwaitedCall<>(call.unfinished(), stage).begin();
            }
            endAtReturn(call, done);
        } catch (Throwable fault) {
            call.lost(fault);
        }
        return stage;
    }

    /** The same as a future that can be asked, as not all of the JDK's own can; null if it is not known to be done. */
    private static <T> @Nullable CompletableFuture<T> ifDone(CompletionStage<T> stage) {
        if (!(stage instanceof CompletableFuture<T>)) {
            return null;
        }
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.isDone() ? future : null;
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
                if (like.getClass() == CompletableFuture.class || completesAsTold(like.getClass())) {
                    return like;
                }
            } catch (Throwable theirs) {
                // It cannot make one that its caller would miss.
            }
        }
        return new CompletableFuture<>();
    }

    /** Others forbid it to all but themselves, such as the JDK's own minimal stage and Kafka's future. */
    private static boolean completesAsTold(Class<?> type) throws NoSuchMethodException {
        return isTheJdks(type.getMethod("complete", Object.class))
                && isTheJdks(type.getMethod("completeExceptionally", Throwable.class));
    }

    private static boolean isTheJdks(Method method) {
        return method.getDeclaringClass() == CompletableFuture.class;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what the two throw there is nobody to hear
    private CompletionStage<T> begin() {
        try {
            stage.whenComplete(this::workEnds);
        } catch (Throwable fault) { // of a stage of the application's own, which cannot be depended on
            effects.unheard(fault);
            return stage;
        }
        if (told.isDone()) {
            return stage;
        }
        told.whenComplete(this::callerKnows);
        return told;
    }

    private void workEnds(@Nullable T value, @Nullable Throwable thrown) {
        workEnded = true;
        try {
            effects.ended(value, thrown);
        } finally {
            if (thrown == null) {
                told.complete(value);
            } else {
                told.completeExceptionally(thrown);
            }
        }
    }

    private void callerKnows(@Nullable T value, @Nullable Throwable thrown) {
        if (workEnded) {
            return;
        }
        effects.givenUp();
        if (told.isCancelled() && stage instanceof CompletableFuture<T> future) {
            future.cancel(true);
        }
    }
}
