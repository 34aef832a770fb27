package dev.larder.agent.core.effect;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call that has returned a stage, whose work is over when the stage is complete.
 *
 * <p><b>What the caller gets.</b> Whoever depends on the stage has to find the effects done. A stage does not tell in
 * which order it informs, and {@code join} waits for none of them, so the caller gets a future of its own, which is
 * completed behind the effects: with the same value, or the same instance of an exception. It is the stage itself if that
 * is complete already. Otherwise it is made by {@link CompletableFuture#newIncompleteFuture}, so that futures that carry
 * a context go on doing so; and what the caller does to it, such as to cancel it, is done to the stage.
 *
 * <p><b>Threads.</b> The effects take place on the thread that completes the stage, which may wait for Redis as any
 * other; on the caller's, if the stage is complete when it is returned.
 *
 * <p><b>Failure.</b> Whatever becomes of the effects, the future is completed as the stage is.
 *
 * <p><b>Why not</b> {@code stage.whenComplete(...)}: its result is completed with a {@code CompletionException} in place
 * of the method's own exception, and to cancel it would not stop the work.
 */
public final class AwaitedCall<T> {

    /** A stage that cannot be asked or completed, although it is a CompletableFuture. */
    private static final Class<?> MINIMAL =
            CompletableFuture.completedStage(null).getClass();

    private final CallEffects effects;
    private final CompletionStage<T> stage;
    private final CompletableFuture<T> told;

    private AwaitedCall(CallEffects effects, CompletionStage<T> stage) {
        this.effects = effects;
        this.stage = stage;
        this.told = stage instanceof CompletableFuture<T> future && isOpen(stage)
                ? future.newIncompleteFuture()
                : new CompletableFuture<>();
    }

    private static boolean isOpen(CompletionStage<?> stage) {
        return stage.getClass() != MINIMAL;
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
    static <T> CompletionStage<T> begin(CallEffects effects, CompletionStage<T> stage) {
        try {
            return new AwaitedCall<>(effects, stage).begin();
        } catch (Throwable fault) { // of a stage of the application's own, which cannot be depended on
            effects.cannotAwait(fault);
            return stage;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what end and passBack throw there is nobody to hear
    private CompletionStage<T> begin() {
        stage.whenComplete(this::end);
        if (told.isDone()) {
            return stage;
        }
        effects.bodyReturnedUnfinished();
        told.whenComplete(this::passBack);
        return told;
    }

    private void end(@Nullable T value, @Nullable Throwable thrown) {
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

    /** What the caller's future was completed with, if it was not by {@link #end}. */
    private void passBack(@Nullable T value, @Nullable Throwable thrown) {
        if (!(stage instanceof CompletableFuture<T> future) || !isOpen(stage) || future.isDone()) {
            return;
        }
        if (told.isCancelled()) {
            future.cancel(true);
        } else if (thrown != null) {
            future.completeExceptionally(thrown);
        } else {
            future.complete(value);
        }
    }
}
