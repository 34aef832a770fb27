package dev.larder.agent.core.link.coroutine;

import dev.larder.agent.core.result.Stages;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Turns Kotlin's {@code Deferred} into a stage and back. A method that returns one is cached like one that returns a stage.
 *
 * <p><b>What the caller gets.</b> Its own {@code Deferred}, without a parent: cancelling it does not stop a load, which others
 * may wait for. A caller that gets what the body returned, because it was complete or nothing is cached, gets that object.
 *
 * <p><b>A lazy one</b> is started when it is returned: nobody but the cache holds it.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class DeferredResults {

    private final MethodHandle start;
    private final MethodHandle asFuture;
    private final MethodHandle asDeferred;

    private DeferredResults(Class<?> deferred) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> futures = Class.forName("kotlinx.coroutines.future.FutureKt", false, deferred.getClassLoader());
        this.start = lookup.findVirtual(deferred, "start", MethodType.methodType(boolean.class))
                .asType(MethodType.methodType(void.class, Object.class));
        this.asFuture = lookup.findStatic(
                        futures, "asCompletableFuture", MethodType.methodType(CompletableFuture.class, deferred))
                .asType(MethodType.methodType(CompletableFuture.class, Object.class));
        this.asDeferred = lookup.findStatic(
                        futures, "asDeferred", MethodType.methodType(deferred, CompletionStage.class))
                .asType(MethodType.methodType(Object.class, CompletionStage.class));
    }

    /**
     * Null if a method with the declared return type {@code type} does not return one.
     *
     * @throws ReflectiveOperationException if the application's kotlinx-coroutines does not know futures
     */
    public static @Nullable DeferredResults of(Class<?> type) throws ReflectiveOperationException {
        return Stages.isDeferred(type) ? new DeferredResults(type) : null;
    }

    /** A handle of the type of {@code body}, but for a stage as its result. */
    public MethodHandle toStage(MethodHandle body) throws ReflectiveOperationException {
        return filtered(body, "stage", Object.class, CompletionStage.class);
    }

    /** The reverse. */
    public MethodHandle toDeferred(MethodHandle call, Class<?> type) throws ReflectiveOperationException {
        MethodHandle converted = filtered(call, "deferred", CompletionStage.class, Object.class);
        return converted.asType(converted.type().changeReturnType(type));
    }

    private MethodHandle filtered(MethodHandle target, String filter, Class<?> from, Class<?> to)
            throws ReflectiveOperationException {
        MethodHandle conversion = MethodHandles.lookup().bind(this, filter, MethodType.methodType(to, from));
        return MethodHandles.filterReturnValue(target.asType(target.type().changeReturnType(from)), conversion);
    }

    /** Called by the handle of {@link #toStage}. */
    @Nullable
    CompletionStage<?> stage(@Nullable Object deferred) throws Throwable {
        if (deferred == null) {
            return null;
        }
        start.invokeExact(deferred);
        return new OfDeferred(deferred, (CompletableFuture<?>) asFuture.invokeExact(deferred));
    }

    /** Called by the handle of {@link #toDeferred}. */
    @Nullable
    Object deferred(@Nullable CompletionStage<?> stage) throws Throwable {
        if (stage == null) {
            return null;
        }
        return stage instanceof OfDeferred own ? own.deferred : (Object) asDeferred.invokeExact(stage);
    }

    /** Remembers where it comes from. Cancelling it cancels that. */
    private static final class OfDeferred extends CompletableFuture<@Nullable Object> {

        private final Object deferred;
        private final CompletableFuture<?> source;

        @SuppressWarnings("FutureReturnValueIgnored") // it is of what cannot fail
        OfDeferred(Object deferred, CompletableFuture<?> source) {
            this.deferred = deferred;
            this.source = source;
            source.whenComplete(this::end);
        }

        private void end(@Nullable Object value, @Nullable Throwable thrown) {
            if (thrown == null) {
                complete(value);
            } else {
                completeExceptionally(thrown);
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            return source.cancel(mayInterrupt);
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
