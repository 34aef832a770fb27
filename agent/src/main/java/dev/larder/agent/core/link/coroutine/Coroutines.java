package dev.larder.agent.core.link.coroutine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What calls of one suspend function need of Kotlin and of kotlinx-coroutines.
 *
 * <p><b>How Kotlin compiles it.</b> The function has a continuation as its last parameter, and returns its value or a mark that
 * it is suspended; then the continuation gets the value later. When the body is to go on, the function is called again, with its
 * own continuation, in which it finds where it was: see {@link ResumedCalls}.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class Coroutines {

    private final Class<?> continuation;
    private final Object suspended;
    private final Object unit;
    private final Object interceptorKey;
    private final MethodHandle contextOf;
    private final MethodHandle resumeWith;
    private final MethodHandle elementOf;
    private final MethodHandle intercept;
    private final MethodHandle throwOnFailure;
    private final MethodHandle createFailure;
    private final MethodHandle intercepted;
    private final MethodHandle safely;
    private final MethodHandle getOrThrow;
    private final MethodHandle await;
    private final @Nullable ReactorElement reactor;

    private Coroutines(Class<?> continuation, ClassLoader application) throws ReflectiveOperationException {
        Class<?> context = Class.forName("kotlin.coroutines.CoroutineContext", false, application);
        Class<?> key = Class.forName("kotlin.coroutines.CoroutineContext$Key", false, application);
        Class<?> element = Class.forName("kotlin.coroutines.CoroutineContext$Element", false, application);
        Class<?> interceptor = Class.forName("kotlin.coroutines.ContinuationInterceptor", false, application);
        Class<?> intrinsics = Class.forName("kotlin.coroutines.intrinsics.IntrinsicsKt", false, application);
        Class<?> results = Class.forName("kotlin.ResultKt", false, application);
        Class<?> safe = Class.forName("kotlin.coroutines.SafeContinuation", false, application);
        Class<?> futures = Class.forName("kotlinx.coroutines.future.FutureKt", false, application);
        this.continuation = continuation;
        this.suspended =
                constant(application, "kotlin.coroutines.intrinsics.CoroutineSingletons", "COROUTINE_SUSPENDED");
        this.unit = constant(application, "kotlin.Unit", "INSTANCE");
        this.interceptorKey = constant(application, "kotlin.coroutines.ContinuationInterceptor", "Key");
        this.contextOf = ofObject(continuation, "getContext", context);
        this.resumeWith = ofObject(continuation, "resumeWith", void.class, Object.class);
        this.elementOf = ofObject(context, "get", element, key);
        this.intercept = ofObject(interceptor, "interceptContinuation", continuation, continuation);
        this.intercepted = ofClass(intrinsics, "intercepted", continuation, continuation);
        this.throwOnFailure = ofClass(results, "throwOnFailure", void.class, Object.class);
        this.createFailure = ofClass(results, "createFailure", Object.class, Throwable.class);
        this.safely = plain(
                MethodHandles.publicLookup().findConstructor(safe, MethodType.methodType(void.class, continuation)));
        this.getOrThrow = ofObject(safe, "getOrThrow", Object.class);
        this.await = ofClass(futures, "await", Object.class, CompletionStage.class, continuation);
        this.reactor = ReactorElement.of(application);
    }

    /**
     * Finds them in the application.
     *
     * @param continuation the class that the function has as its last parameter
     * @throws ReflectiveOperationException if the application has no kotlinx-coroutines, or one that does not await futures
     */
    public static Coroutines of(Class<?> continuation, ClassLoader application) throws ReflectiveOperationException {
        return new Coroutines(continuation, application);
    }

    private static Object constant(ClassLoader application, String type, String field)
            throws ReflectiveOperationException {
        return Class.forName(type, true, application).getField(field).get(null);
    }

    private static MethodHandle ofClass(Class<?> type, String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        return plain(MethodHandles.publicLookup().findStatic(type, name, MethodType.methodType(result, parameters)));
    }

    private static MethodHandle ofObject(Class<?> type, String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        return plain(MethodHandles.publicLookup().findVirtual(type, name, MethodType.methodType(result, parameters)));
    }

    private static MethodHandle plain(MethodHandle method) {
        MethodType plain = method.type();
        for (int i = 0; i < plain.parameterCount(); i++) {
            if (plain.parameterType(i) != CompletionStage.class) {
                plain = plain.changeParameterType(i, Object.class);
            }
        }
        return method.asType(plain.returnType() == void.class ? plain : plain.changeReturnType(Object.class));
    }

    /** The body of a suspend function with all of its arguments but the last. */
    @FunctionalInterface
    public interface Body {
        @Nullable
        Object run(Object continuation) throws Throwable;
    }

    /** Whether the context of a coroutine may have one of Reactor's. */
    public boolean knowReactor() {
        return reactor != null;
    }

    /** The context of Reactor's that {@code caller} has in its own; null for none. */
    public @Nullable Object reactorContext(Object caller) throws Throwable {
        if (reactor == null) {
            return null;
        }
        Object context = (Object) contextOf.invokeExact(caller);
        Object element = (Object) elementOf.invokeExact(context, reactor.key());
        return element == null ? null : (Object) reactor.context().invokeExact(element);
    }

    /**
     * What a suspend function returns that continues as the stage ends: its value, or that it is suspended. A caller that is
     * cancelled meanwhile goes on waiting, as for a body that has not ended.
     */
    public @Nullable Object awaitEnd(CompletionStage<?> stage, Object caller) throws Throwable {
        Object safe = safe(caller);
        resumeAtEnd(stage, safe);
        return (Object) getOrThrow.invokeExact(safe);
    }

    /**
     * The same for a caller that may wait for the work of others. When it is cancelled, it goes on at once if {@code mayLeave}
     * says so. The stage is left alone in any case.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // they are of what cannot fail
    public @Nullable Object await(CompletionStage<?> stage, Object caller, BooleanSupplier mayLeave) throws Throwable {
        Object safe = safe(caller);
        CompletableFuture<@Nullable Object> end = new CompletableFuture<>(); // which the library cancels
        stage.whenComplete((value, thrown) -> end.complete(null));
        CompletableFuture<@Nullable Object> waiting = new CompletableFuture<>();
        Body wait = own -> (Object) await.invokeExact((CompletionStage<?>) end, own);
        begin(wait, (Object) contextOf.invokeExact(caller), waiting);
        waiting.whenComplete((nothing, cancelled) -> {
            if (cancelled != null && mayLeave.getAsBoolean()) {
                resume(safe, null, cancelled);
            } else {
                resumeAtEnd(stage, safe);
            }
        });
        return (Object) getOrThrow.invokeExact(safe);
    }

    /** The continuation of {@code caller} on its dispatcher, as {@code suspendCoroutine} hands it over. */
    private Object safe(Object caller) throws Throwable {
        Object dispatched = (Object) intercepted.invokeExact(caller);
        return (Object) safely.invokeExact(dispatched);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody could do anything about a continuation that throws
    private void resumeAtEnd(CompletionStage<?> stage, Object continuation) {
        stage.whenComplete((value, thrown) -> resume(continuation, value, thrown));
    }

    private void resume(Object continuation, @Nullable Object value, @Nullable Throwable thrown) {
        try {
            Object result = thrown == null ? value : (Object) createFailure.invokeExact((Object) thrown);
            resumeWith.invokeExact(continuation, result);
        } catch (Throwable theirs) {
            throw new IllegalStateException(theirs);
        }
    }

    /** Runs the body on this thread in the coroutine of {@code caller}. What it throws before it is suspended is thrown. */
    public CompletableFuture<@Nullable Object> start(Body body, Object caller) throws Throwable {
        CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
        run(body, (Object) contextOf.invokeExact(caller), end);
        return end;
    }

    /** The same on a thread on which the caller's coroutine runs, if it says which. */
    public CompletableFuture<@Nullable Object> startOnItsThread(Body body, Object caller) throws Throwable {
        Object context = (Object) contextOf.invokeExact(caller);
        Object interceptor = (Object) elementOf.invokeExact(context, interceptorKey);
        if (interceptor == null) {
            return start(body, caller);
        }
        CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
        Object beginning = continuation(context, ignored -> begin(body, context, end));
        Object there = (Object) intercept.invokeExact(interceptor, beginning);
        resumeWith.invokeExact(there, unit);
        return end;
    }

    private void begin(Body body, Object context, CompletableFuture<@Nullable Object> end) {
        try {
            run(body, context, end);
        } catch (Throwable theirs) {
            end.completeExceptionally(theirs);
        }
    }

    private void run(Body body, Object context, CompletableFuture<@Nullable Object> end) throws Throwable {
        Object result = body.run(continuation(context, resumed -> complete(end, resumed)));
        if (result != suspended) {
            end.complete(result);
        }
    }

    private void complete(CompletableFuture<@Nullable Object> end, @Nullable Object result) {
        try {
            throwOnFailure.invokeExact(result);
        } catch (Throwable theirs) {
            end.completeExceptionally(theirs);
            return;
        }
        end.complete(result);
    }

    private Object continuation(Object context, Consumer<@Nullable Object> resumed) {
        return Proxy.newProxyInstance(
                continuation.getClassLoader(), new Class<?>[] {continuation}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getContext" -> context;
                        case "resumeWith" -> {
                            resumed.accept(arguments[0]);
                            yield null;
                        }
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "the continuation of a cached call";
                    };
                });
    }
}
