package dev.larder.agent.core.link.woven;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.result.ColdResults;
import dev.larder.agent.core.result.Stages;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A woven method when it is linked.
 *
 * @param body the moved body, or the moved body with its effects; of the call site's type
 * @param monitor the one that the moved body enters
 * @param owner the woven class
 * @param erased the method's type, without the receiver
 * @param resultType the generic return type; of a suspend function that of its source
 * @param parameterTypes the generic parameter types, without the receiver
 */
public record WovenMethod(
        MethodHandle body,
        BodyMonitor monitor,
        Class<?> owner,
        MethodType erased,
        Type resultType,
        List<Type> parameterTypes) {

    public static WovenMethod find(MethodHandles.Lookup caller, String name, MethodType type, boolean isStatic)
            throws ReflectiveOperationException {
        Class<?> owner = caller.lookupClass();
        MethodType erased = isStatic ? type : type.dropParameterTypes(0, 1);
        String moved = name + MethodPlan.MOVED_SUFFIX;
        MethodHandle body =
                isStatic ? caller.findStatic(owner, moved, erased) : caller.findSpecial(owner, moved, erased, owner);
        GenericTypes generic = GenericTypes.of(owner, name, erased);
        BodyMonitor monitor = BodyMonitor.of(caller.revealDirect(body).getModifiers(), owner);
        WovenMethod woven =
                new WovenMethod(body.asType(type), monitor, owner, erased, generic.result(), generic.parameters());
        return woven.isSuspend() ? woven.withoutContinuation() : woven;
    }

    private WovenMethod withoutContinuation() {
        int last = parameterTypes.size() - 1;
        return new WovenMethod(
                body, monitor, owner, erased, resumedWith(parameterTypes.get(last)), parameterTypes.subList(0, last));
    }

    /** Declared as {@code Continuation<? super T>}. */
    private static Type resumedWith(Type continuation) {
        if (!(continuation instanceof ParameterizedType of)) {
            return Object.class;
        }
        Type result = of.getActualTypeArguments()[0];
        if (!(result instanceof WildcardType wildcard)) {
            return result;
        }
        return wildcard.getLowerBounds().length == 0 ? Object.class : wildcard.getLowerBounds()[0];
    }

    /** Whether it is a suspend function of Kotlin. Its continuation is none of its parameter types, and its result is what that gets. */
    public boolean isSuspend() {
        int count = erased.parameterCount();
        return count > 0
                && erased.returnType() == Object.class
                && erased.parameterType(count - 1).getName().equals("kotlin.coroutines.Continuation");
    }

    /** The body's type with nothing but the arguments that the source has. */
    public MethodType argumentsType() {
        MethodType all = body.type();
        int count = all.parameterCount();
        return isSuspend() ? all.dropParameterTypes(count - 1, count) : all;
    }

    /** The class of the result; {@code Object} for one that comes later, since what counts then is its value. */
    public Class<?> valueClass() {
        return isValueLater() ? Object.class : erased.returnType();
    }

    /** Its declared generic type. */
    public Type valueType() {
        if (!isValueLater() || isSuspend()) {
            return resultType;
        }
        Type value = resultType instanceof ParameterizedType later ? later.getActualTypeArguments()[0] : Object.class;
        return ColdResults.isMany(erased.returnType()) ? TypeBindings.listOf(value) : value;
    }

    /** Whether its result comes later, and is cached, put and rendered by its value. */
    public boolean isValueLater() {
        Class<?> result = erased.returnType();
        return returnsStage() || isSuspend() || Stages.isDeferred(result) || ColdResults.isCold(result);
    }

    public boolean returnsStage() {
        return Stages.isStage(erased.returnType());
    }

    /** The same on objects of one class, which binds type variables. */
    public WovenMethod boundTo(Class<?> receiver) {
        List<Type> bound = new ArrayList<>();
        for (Type parameter : parameterTypes) {
            bound.add(TypeBindings.boundBy(receiver, parameter));
        }
        return new WovenMethod(body, monitor, owner, erased, TypeBindings.boundBy(receiver, resultType), bound);
    }

    public WovenMethod withBody(MethodHandle other) {
        return new WovenMethod(other, monitor, owner, erased, resultType, parameterTypes);
    }

    /** The same with a body that returns a stage of the value. */
    public WovenMethod withStage(MethodHandle other) {
        return new WovenMethod(
                other, monitor, owner, erased.changeReturnType(CompletionStage.class), resultType, parameterTypes);
    }

    /** The body with boxed arguments, (Object[])Object; returns null for a void method. */
    public MethodHandle boxedBody() {
        MethodHandle fixed = body.asFixedArity();
        int count = fixed.type().parameterCount();
        return fixed.asType(MethodType.genericMethodType(count)).asSpreader(Object[].class, count);
    }
}
