package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.EffectCall;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.result.ColdType.ContextTransaction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One run of a suspend function that evicts or puts: the effects take place when its body has ended, and only then its caller
 * goes on, also if it is cancelled meanwhile. A body that ends by that cancellation evicts as one that succeeds.
 *
 * @param body (Object[])Object, of all arguments
 * @param all with the continuation as the last; confined to the call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SuspendEffectRun(
        SuspendContext context, MethodHandle body, @Nullable Object[] all) implements EffectCall {

    private static final MethodHandle AROUND;

    static {
        try {
            AROUND = MethodHandles.lookup()
                    .findStatic(
                            SuspendEffectRun.class,
                            "around",
                            MethodType.methodType(
                                    Object.class,
                                    Effects.class,
                                    SuspendContext.class,
                                    MethodHandle.class,
                                    Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    /** A handle of the body's type that runs the body with its effects. */
    static MethodHandle around(WovenMethod woven, Effects effects, SuspendContext context) {
        MethodType type = woven.body().type();
        return MethodHandles.insertArguments(AROUND, 0, effects, context, woven.boxedBody())
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    static @Nullable Object around(Effects effects, SuspendContext context, MethodHandle body, @Nullable Object[] all)
            throws Throwable {
        SuspendEffectRun run = new SuspendEffectRun(context, body, all);
        CompletionStage<?> stage = (CompletionStage<?>) effects.around(run);
        return context.coroutines().awaitEnd(Objects.requireNonNull(stage), run.continuation());
    }

    private Object continuation() {
        return all[all.length - 1];
    }

    /** What the body throws fails the stage, so that the thread of the call need not wait for the effects. */
    @Override
    public CompletionStage<?> run() {
        try {
            return context.coroutines().start(this::body, continuation());
        } catch (Throwable theirs) {
            return CompletableFuture.failedFuture(theirs);
        }
    }

    private @Nullable Object body(Object own) throws Throwable {
        @Nullable Object[] arguments = all.clone();
        arguments[arguments.length - 1] = own;
        return (Object) body.invokeExact(arguments);
    }

    @Override
    public Class<?> returnType() {
        return CompletionStage.class;
    }

    /** Its thread may be an event loop. */
    @Override
    public boolean mayWait() {
        return false;
    }

    /** A caller that is cancelled, as by {@code withTimeout}, cancels the body: it may have written before. */
    @Override
    public boolean isCutOff(Throwable thrown) {
        return thrown instanceof CancellationException; // kotlinx-coroutines has no other
    }

    @Override
    public @Nullable ContextTransaction transaction() throws Throwable {
        return context.transaction(continuation());
    }

    @Override
    public @Nullable Object[] arguments() {
        return Arrays.copyOf(all, all.length - 1);
    }
}
