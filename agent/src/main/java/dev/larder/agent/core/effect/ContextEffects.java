package dev.larder.agent.core.effect;

import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.result.ColdType.ContextTransaction;
import dev.larder.agent.core.write.Writes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one call in a transaction that goes with the context of its caller. They take place when the work has ended, and
 * evictions once more when the transaction has. Nobody else sees before what the work has written, and a rollback may undo it: puts
 * are evictions.
 *
 * <p><b>Threads.</b> The work and the transaction end on any. These wait for nothing.
 */
final class ContextEffects {

    private final Writes writes;
    private final CallEffects effects;

    private ContextEffects(Writes writes, CallEffects effects) {
        this.writes = writes;
        this.effects = effects;
    }

    /** To be called before the transaction can end: where a body has returned, it is still under way. */
    static ContextEffects begin(Writes writes, CallEffects effects, ContextTransaction transaction) throws Throwable {
        ContextEffects begun = new ContextEffects(writes, effects);
        transaction.atEnd(() -> begun.elsewhere(effects::evictAgain));
        return begun;
    }

    /** What the caller gets in the place of the stage of its work: it is complete after the effects. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody observes what these throw
    <T> CompletionStage<T> awaited(CompletionStage<T> stage) {
        CompletableFuture<T> given = new CompletableFuture<>();
        stage.whenComplete((value, thrown) -> elsewhere(effects.endingUnseen(value, thrown))
                .whenComplete((nothing, fault) -> complete(given, value, thrown)));
        given.whenComplete((value, thrown) -> cancel(stage, given));
        return given;
    }

    private static <T> void complete(CompletableFuture<T> given, T value, @Nullable Throwable thrown) {
        if (thrown == null) {
            given.complete(value);
        } else {
            given.completeExceptionally(thrown);
        }
    }

    private static void cancel(CompletionStage<?> stage, CompletableFuture<?> given) {
        if (given.isCancelled() && stage instanceof CompletableFuture<?> work) {
            work.cancel(true);
        }
    }

    /** What may wait for Redis, which the thread that calls this must not. */
    private CompletionStage<?> elsewhere(Runnable work) {
        LaterThreads threads = writes.threadsThatWait();
        if (threads == null) {
            work.run();
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        threads.ask(context, () -> {
            work.run();
            threads.toApplication(context, () -> done.complete(null));
        });
        return done;
    }
}
