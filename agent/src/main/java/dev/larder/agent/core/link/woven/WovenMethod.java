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
import java.util.ArrayList;
import java.util.List;

/**
 * A woven method when it is linked.
 *
 * @param body the moved body, or the moved body with its effects; of the call site's type
 * @param monitor the one that the moved body enters
 * @param owner the woven class
 * @param erased the method's type, without the receiver
 * @param resultType the generic return type
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
        return new WovenMethod(body.asType(type), monitor, owner, erased, generic.result(), generic.parameters());
    }

    /** The class of the result; {@code Object} for one that comes later, since what counts then is its value. */
    public Class<?> valueClass() {
        return isValueLater() ? Object.class : erased.returnType();
    }

    /** Its declared generic type. */
    public Type valueType() {
        if (!isValueLater()) {
            return resultType;
        }
        Type value = resultType instanceof ParameterizedType later ? later.getActualTypeArguments()[0] : Object.class;
        return ColdResults.isMany(erased.returnType()) ? TypeBindings.listOf(value) : value;
    }

    /** Whether its result comes later, and is cached, put and rendered by its value. */
    public boolean isValueLater() {
        return returnsStage() || ColdResults.isCold(erased.returnType());
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

    /** The body with boxed arguments, (Object[])Object; returns null for a void method. */
    public MethodHandle boxedBody() {
        MethodHandle fixed = body.asFixedArity();
        int count = fixed.type().parameterCount();
        return fixed.asType(MethodType.genericMethodType(count)).asSpreader(Object[].class, count);
    }
}
