package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.result.Stages;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reactor's {@code Mono}, of version 3.4 and later. A subscriber hands it a {@code ContextView}. An empty one has the value null. */
final class MonoType implements ColdType {

    private final MethodHandle deferContextual;
    private final MethodHandle justOrEmpty;
    private final MethodHandle create;
    private final MethodHandle success;
    private final MethodHandle failure;
    private final MethodHandle error;
    private final MethodHandle doOnCancel;
    private final MethodHandle contextWrite;
    private final MethodHandle toFuture;
    private final SpringReactive transactions;
    private final BlockableThreads blockable;

    MonoType(LibraryType mono) throws ReflectiveOperationException {
        Class<?> type = mono.type();
        LibraryType context = mono.beside("core.publisher.Mono", "util.context.ContextView");
        deferContextual = mono.ofClass("deferContextual", type, Function.class);
        LibraryType sink = mono.beside("Mono", "MonoSink");
        justOrEmpty = mono.ofClass("justOrEmpty", type, Object.class);
        create = mono.ofClass("create", type, Consumer.class);
        success = sink.ofObject("success", void.class, Object.class);
        failure = sink.ofObject("error", void.class, Throwable.class);
        error = mono.ofClass("error", type, Throwable.class);
        doOnCancel = mono.ofObject("doOnCancel", type, Runnable.class);
        contextWrite = mono.ofObject("contextWrite", type, context.type());
        transactions = new SpringReactive(context, mono);
        blockable = BlockableThreads.ofReactor(mono.beside("core.publisher.Mono", "core.scheduler.Schedulers"));
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

    private Object of(CompletionStage<?> stage) throws Throwable {
        CompletableFuture<?> done = Stages.ifDone(stage);
        if (done != null && !done.isCompletedExceptionally()) {
            return (Object) justOrEmpty.invokeExact((Object) done.join());
        }
        HeardStage heard = new HeardStage(stage);
        Consumer<Object> subscribed = sink -> heard.tell((value, thrown) -> tell(sink, value, thrown));
        Object mono = (Object) create.invokeExact((Consumer<?>) subscribed);
        return (Object) doOnCancel.invokeExact(mono, (Runnable) heard::leave);
    }

    private void tell(Object sink, @Nullable Object value, @Nullable Throwable thrown) throws Throwable {
        if (thrown == null) {
            success.invokeExact(sink, value);
        } else {
            failure.invokeExact(sink, thrown);
        }
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

    @Override
    public boolean mayWait() {
        return blockable.isCurrent();
    }

    private record InContext(Object context) implements Subscriber {}
}
