package dev.larder.agent.core.result;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Results that tell when they are there. */
public final class Stages {

    private Stages() {}

    /** Whether a method with the declared return type {@code type} may return any other stage instead of its own. */
    public static boolean isStage(Class<?> type) {
        return type == CompletableFuture.class || type == CompletionStage.class;
    }

    /** Whether {@code type} is Kotlin's {@code Deferred}, which can be turned into a stage and back. */
    public static boolean isDeferred(Class<?> type) {
        return type.getName().equals("kotlinx.coroutines.Deferred");
    }

    /**
     * The stage as a future whose result can be read, which not all stages of the JDK allow; null if it is not known
     * to be done.
     */
    public static <T> @Nullable CompletableFuture<T> ifDone(CompletionStage<T> stage) {
        if (!(stage instanceof CompletableFuture<T>)) {
            return null;
        }
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.isDone() ? future : null;
    }
}
