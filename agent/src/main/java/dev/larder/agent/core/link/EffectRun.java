package dev.larder.agent.core.link;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.effect.EffectCall;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.link.woven.WovenMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * One run of a method that evicts or puts, with its arguments boxed.
 *
 * @param body (Object[])Object
 * @param arguments the receiver first, unless static; confined to the call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EffectRun(
        MethodHandle body, Class<?> returnType, @Nullable Object[] arguments) implements EffectCall {

    private static final MethodHandle AROUND = around();

    /** A handle of the body's type that runs the body with its effects. */
    static MethodHandle around(WovenMethod woven, Effects effects) {
        MethodType type = woven.body().type();
        return MethodHandles.insertArguments(AROUND, 0, effects, woven.boxedBody(), type.returnType())
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    @Keep
    private static @Nullable Object around(
            Effects effects, MethodHandle body, Class<?> returnType, @Nullable Object[] arguments) throws Throwable {
        return effects.around(new EffectRun(body, returnType, arguments));
    }

    @Override
    public @Nullable Object run() throws Throwable {
        return (Object) body.invokeExact(arguments);
    }

    private static MethodHandle around() {
        MethodType type =
                MethodType.methodType(Object.class, Effects.class, MethodHandle.class, Class.class, Object[].class);
        try {
            return MethodHandles.lookup().findStatic(EffectRun.class, "around", type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }
}
