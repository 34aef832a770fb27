package dev.larder.agent.core.link.cold;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A stage whose end one subscriber hears of, unless it leaves before.
 *
 * <p><b>Why</b> the libraries do not get the stage itself. They take the cause out of each {@code CompletionException}, also of
 * one that the body has failed with. And they learn that their subscriber has left after those who are told first: by then the
 * stage is cancelled, and its exception is one that Reactor has nobody for, and logs.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class HeardStage {

    /** Tells the subscriber. Not called once that has left, but for a race between the two. */
    @FunctionalInterface
    interface Listener {
        void ended(@Nullable Object value, @Nullable Throwable thrown) throws Throwable;
    }

    private final CompletionStage<?> stage;

    /** Set before the stage is cancelled; read by the thread that completes it. */
    private volatile boolean hasLeft;

    HeardStage(CompletionStage<?> stage) {
        this.stage = stage;
    }

    void tell(Listener listener) {
        stage.whenComplete((value, thrown) -> {
            if (!hasLeft) {
                tell(listener, value, thrown);
            }
        });
    }

    private static void tell(Listener listener, @Nullable Object value, @Nullable Throwable thrown) {
        try {
            listener.ended(value, thrown);
        } catch (Throwable theirs) {
            throw new IllegalStateException(theirs); // which nobody sees, as what dependents of a future throw
        }
    }

    void leave() {
        hasLeft = true;
        if (stage instanceof CompletableFuture<?> future) {
            future.cancel(true);
        }
    }
}
