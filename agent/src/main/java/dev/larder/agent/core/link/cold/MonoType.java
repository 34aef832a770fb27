package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdType;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reactor's {@code Mono}, of version 3.4 and later. A subscriber hands it a {@code ContextView}. An empty one has the value null. */
final class MonoType implements ColdType {

    private final MethodHandle deferContextual;
    private final MethodHandle fromStage;
    private final MethodHandle error;
    private final MethodHandle doOnCancel;
    private final MethodHandle contextWrite;
    private final MethodHandle toFuture;
    private final SpringReactive transactions;

    MonoType(LibraryType mono) throws ReflectiveOperationException {
        Class<?> type = mono.type();
        LibraryType context = mono.beside("core.publisher.Mono", "util.context.ContextView");
        deferContextual = mono.ofClass("deferContextual", type, Function.class);
        fromStage = mono.ofClass("fromCompletionStage", type, CompletionStage.class);
        error = mono.ofClass("error", type, Throwable.class);
        doOnCancel = mono.ofObject("doOnCancel", type, Runnable.class);
        contextWrite = mono.ofObject("contextWrite", type, context.type());
        transactions = new SpringReactive(context, mono);
        toFuture = mono.ofObject("toFuture", CompletableFuture.class);
    }

    @Override
    public Object make(ColdCall call) throws Throwable {
        Function<Object, @Nullable Object> subscribed = context -> begin(call, context);
        return (Object) deferContextual.invokeExact((Function<?, ?>) subscribed);
    }

    /** Null makes Reactor say that there is no Mono. */
    private @Nullable Object begin(ColdCall call, Object context) {
        try {
            CompletionStage<?> stage = call.begin(new InContext(context));
            return stage == null ? null : of(stage);
        } catch (Throwable theirs) {
            return failed(theirs);
        }
    }

    /** Older versions do not cancel a stage. */
    private Object of(CompletionStage<?> stage) throws Throwable {
        Object mono = (Object) fromStage.invokeExact((CompletionStage<?>) stage);
        return stage instanceof CompletableFuture<?> future && !future.isDone()
                ? (Object) doOnCancel.invokeExact(mono, (Runnable) () -> future.cancel(true))
                : mono;
    }

    private Object failed(Throwable theirs) {
        try {
            return (Object) error.invokeExact(theirs);
        } catch (Throwable fatal) {
            throw new IllegalStateException(fatal);
        }
    }

    @Override
    public CompletionStage<?> start(Object source, Subscriber subscriber) throws Throwable {
        Object inContext = (Object) contextWrite.invokeExact(source, ((InContext) subscriber).context);
        return (CompletableFuture<?>) toFuture.invokeExact(inContext);
    }

    @Override
    public @Nullable ContextTransaction transaction(Subscriber subscriber) throws Throwable {
        return transactions.in(((InContext) subscriber).context);
    }

    private record InContext(Object context) implements Subscriber {}
}
