package dev.larder.agent.core.link;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.later.LaterLoad;
import dev.larder.agent.core.link.woven.WovenMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a call site whose method is a suspend function of Kotlin. The continuation is no argument to the cache.
 *
 * <pre>
 *   in a reactive transaction? ── yes ──► body(args, continuation)
 *     │ no
 *   lookUp([args]) ──► found: the value, at once
 *     │ a Miss
 *   a bypass? ── yes ──► body(args, continuation)
 *     │ no
 *   LaterLoad.run ──► a stage, which the caller awaits as a suspend function does; the body gets a continuation of Larder's with
 *                 the caller's context
 * </pre>
 *
 * <p><b>A caller that is cancelled</b> leaves at once as long as it waits for the work of others, and its own body never begins
 * then. Once that has begun, it waits for its end, as without the cache: it may hold a lock meanwhile.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class SuspendCalls {

    private static final MethodHandle CALL;

    static {
        try {
            CALL = MethodHandles.lookup()
                    .findVirtual(SuspendCalls.class, "call", MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    /** What came first. */
    private enum Fate {
        BEGUN,
        LEFT
    }

    private final SuspendContext context;
    private final CachedMethod method;

    /** (Object[])Object, of the arguments without the continuation. */
    private final MethodHandle lookUp;

    private final BoundCall.Shape shape;

    private SuspendCalls(SuspendContext context, CachedMethod method, MethodHandle lookUp, BoundCall.Shape shape) {
        this.context = context;
        this.method = method;
        this.lookUp = lookUp;
        this.shape = shape;
    }

    /** A handle of the body's type. */
    static MethodHandle of(WovenMethod woven, CacheHandles handles, CachedMethod method, SuspendContext context) {
        int arguments = woven.argumentsType().parameterCount();
        MethodHandle lookUp = CallTree.lookUp(woven, handles, method)
                .asType(MethodType.genericMethodType(arguments))
                .asSpreader(Object[].class, arguments);
        SuspendCalls calls = new SuspendCalls(context, method, lookUp, BoundCall.Shape.of(woven, handles));
        MethodType type = woven.body().type();
        return CALL.bindTo(calls)
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    @Nullable
    Object call(@Nullable Object[] all) throws Throwable {
        Object continuation = all[all.length - 1];
        if (continuation != null && isInTransaction(continuation)) {
            return (Object) shape.body().invokeExact(all);
        }
        @Nullable Object[] arguments = Arrays.copyOf(all, all.length - 1);
        Object found = (Object) lookUp.invokeExact(arguments);
        if (!(found instanceof Miss miss)) {
            return found;
        }
        if (miss.key() == null || continuation == null) {
            return (Object) shape.body().invokeExact(all);
        }
        SuspendedCall call = new SuspendedCall(new BoundCall(shape, miss, arguments), all);
        CompletionStage<?> stage = (CompletionStage<?>) Objects.requireNonNull(LaterLoad.run(method, miss, call));
        return call.hasBegun()
                ? context.coroutines().awaitEnd(stage, continuation)
                : context.coroutines().await(stage, continuation, call::leave);
    }

    /** It may have written, or read, what nobody else can see. */
    private boolean isInTransaction(Object continuation) {
        try {
            if (context.transaction(continuation) == null) {
                return false;
            }
            method.noted(false);
        } catch (Throwable fault) {
            method.fault(fault);
        }
        return true;
    }

    /** One call, whose body runs on the caller's thread, or where the caller's coroutine runs. */
    private final class SuspendedCall implements Invocation {

        private final BoundCall call;
        private final @Nullable Object[] all;
        private final Thread caller = Thread.currentThread();
        private final AtomicReference<@Nullable Fate> fate = new AtomicReference<>();

        SuspendedCall(BoundCall call, @Nullable Object[] all) {
            this.call = call;
            this.all = all;
        }

        boolean hasBegun() {
            return fate.get() == Fate.BEGUN;
        }

        /** Whether the caller need not wait for the body of its own. */
        boolean leave() {
            return fate.compareAndSet(null, Fate.LEFT);
        }

        @Override
        public CompletionStage<?> run() throws Throwable {
            if (!fate.compareAndSet(null, Fate.BEGUN)) {
                return CompletableFuture.failedFuture(new CancellationException("The caller was cancelled"));
            }
            Object continuation = all[all.length - 1];
            return Thread.currentThread() == caller
                    ? context.coroutines().start(this::body, continuation)
                    : context.coroutines().startOnItsThread(this::body, continuation);
        }

        private @Nullable Object body(Object continuation) throws Throwable {
            @Nullable Object[] own = all.clone();
            own[own.length - 1] = continuation;
            return (Object) shape.body().invokeExact(own);
        }

        @Override
        public @Nullable Object monitor() {
            return call.monitor();
        }

        @Override
        public boolean isStillFor(String key) {
            return call.isStillFor(key);
        }

        @Override
        public @Nullable SeenObject object() {
            return call.object();
        }

        @Override
        public List<String> tags() {
            return call.tags();
        }

        @Override
        public boolean forbidsStoring(@Nullable Object result) throws Throwable {
            return call.forbidsStoring(result);
        }
    }
}
