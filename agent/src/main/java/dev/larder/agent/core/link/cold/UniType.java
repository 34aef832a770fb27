package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.result.Stages;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Mutiny's {@code Uni}. A subscriber hands it a {@code Context}. */
final class UniType implements ColdType {

    private final MethodHandle createFrom;
    private final MethodHandle context;
    private final MethodHandle emitter;
    private final MethodHandle complete;
    private final MethodHandle fail;
    private final MethodHandle failure;
    private final MethodHandle onCancellation;
    private final MethodHandle invoke;
    private final MethodHandle subscribe;
    private final MethodHandle asStage;
    private final BlockableThreads blockable;

    UniType(LibraryType uni) throws ReflectiveOperationException {
        Class<?> type = uni.type();
        LibraryType create = uni.beside("Uni", "groups.UniCreate");
        LibraryType subscription = uni.beside("Uni", "groups.UniSubscribe");
        LibraryType cancellation = uni.beside("Uni", "groups.UniOnCancel");
        Class<?> handed = uni.beside("Uni", "Context").type();
        createFrom = uni.ofClass("createFrom", create.type());
        context = create.ofObject("context", type, Function.class);
        emitter = create.ofObject("emitter", type, Consumer.class);
        LibraryType emitters = uni.beside("Uni", "subscription.UniEmitter");
        complete = emitters.ofObject("complete", void.class, Object.class);
        fail = emitters.ofObject("fail", void.class, Throwable.class);
        failure = create.ofObject("failure", type, Throwable.class);
        onCancellation = uni.ofObject("onCancellation", cancellation.type());
        invoke = cancellation.ofObject("invoke", type, Runnable.class);
        subscribe = uni.ofObject("subscribe", subscription.type());
        asStage = subscription.ofObject("asCompletionStage", CompletableFuture.class, handed);
        blockable = BlockableThreads.ofMutiny(uni.beside("Uni", "infrastructure.Infrastructure"));
    }

    @Override
    public Object make(ColdCall call) throws Throwable {
        Function<Object, @Nullable Object> subscribed = handed -> begin(call, handed);
        Object create = (Object) createFrom.invokeExact();
        return (Object) context.invokeExact(create, (Function<?, ?>) subscribed);
    }

    /** Null makes Mutiny say that there is no Uni. */
    private @Nullable Object begin(ColdCall call, Object handed) {
        try {
            CompletionStage<?> begun = call.begin(new InContext(handed));
            return begun == null ? null : of(begun);
        } catch (Throwable theirs) {
            return failed(theirs);
        }
    }

    private Object of(CompletionStage<?> begun) throws Throwable {
        HeardStage heard = new HeardStage(begun);
        Consumer<Object> subscribed = told -> heard.tell((value, thrown) -> tell(told, value, thrown));
        Object create = (Object) createFrom.invokeExact();
        Object uni = (Object) emitter.invokeExact(create, (Consumer<?>) subscribed);
        if (Stages.ifDone(begun) != null) {
            return uni;
        }
        Object cancelled = (Object) onCancellation.invokeExact(uni);
        return (Object) invoke.invokeExact(cancelled, (Runnable) heard::leave);
    }

    private void tell(Object told, @Nullable Object value, @Nullable Throwable thrown) throws Throwable {
        if (thrown == null) {
            complete.invokeExact(told, value);
        } else {
            fail.invokeExact(told, thrown);
        }
    }

    private Object failed(Throwable theirs) {
        try {
            Object create = (Object) createFrom.invokeExact();
            return (Object) failure.invokeExact(create, theirs);
        } catch (Throwable fatal) {
            throw new IllegalStateException(fatal);
        }
    }

    @Override
    public CompletionStage<?> start(Object source, Subscriber subscriber) throws Throwable {
        Object subscription = (Object) subscribe.invokeExact(source);
        return (CompletableFuture<?>) asStage.invokeExact(subscription, ((InContext) subscriber).context);
    }

    @Override
    public boolean mayWait() {
        return blockable.isCurrent();
    }

    private record InContext(Object context) implements Subscriber {}
}
