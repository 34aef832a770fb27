package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.EffectCall;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.result.ColdType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * One run of a method that evicts or puts, with its arguments boxed.
 *
 * @param body (Object[])Object
 * @param coldType what the method returns; null if that is not cold
 * @param arguments the receiver first, unless static; confined to the call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EffectRun(
        MethodHandle body,
        Class<?> returnType,
        @Nullable ColdType coldType,
        @Nullable Object[] arguments) implements EffectCall {

    private static final MethodHandle AROUND;
    private static final MethodHandle NEW_RUN;

    static {
        try {
            MethodHandles.Lookup ours = MethodHandles.lookup();
            AROUND = ours.findVirtual(Effects.class, "around", MethodType.methodType(Object.class, EffectCall.class));
            NEW_RUN = ours.findConstructor(
                    EffectRun.class,
                    MethodType.methodType(void.class, MethodHandle.class, Class.class, ColdType.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    /** A handle of the body's type that runs the body with its effects. */
    static MethodHandle around(WovenMethod woven, Effects effects, @Nullable ColdType cold) {
        MethodType type = woven.body().type();
        MethodHandle run = MethodHandles.insertArguments(NEW_RUN, 0, woven.boxedBody(), type.returnType(), cold);
        return MethodHandles.filterReturnValue(
                        run.asType(run.type().changeReturnType(EffectCall.class)), AROUND.bindTo(effects))
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    @Override
    public EffectCall with(@Nullable Object[] others) {
        return new EffectRun(body, returnType, coldType, others);
    }

    @Override
    public @Nullable Object run() throws Throwable {
        return (Object) body.invokeExact(arguments);
    }
}
