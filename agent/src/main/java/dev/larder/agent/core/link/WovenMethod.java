package dev.larder.agent.core.link;

import dev.larder.agent.core.weave.CachePlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A woven method as the JVM sees it at the first call: handles to what moved aside and to what its annotation names.
 *
 * @param body the moved body, of the call site's type
 * @param owner the woven class
 * @param erased the method's type, without the receiver
 * @param resultType the generic return type
 * @param parameterTypes the generic parameter types, without the receiver
 * @param when of the call site's parameters to boolean; null for always
 * @param unless of the receiver (unless static) and the result to boolean; null for never
 */
record WovenMethod(
        MethodHandle body,
        Class<?> owner,
        MethodType erased,
        Type resultType,
        List<Type> parameterTypes,
        @Nullable MethodHandle when,
        @Nullable MethodHandle unless) {

    static WovenMethod find(MethodHandles.Lookup caller, String name, MethodType type, CachePlan plan)
            throws ReflectiveOperationException {
        Class<?> owner = caller.lookupClass();
        MethodType erased = plan.isStatic() ? type : type.dropParameterTypes(0, 1);
        String moved = name + CachePlan.MOVED_SUFFIX;
        MethodHandle body = plan.isStatic()
                ? caller.findStatic(owner, moved, erased)
                : caller.findSpecial(owner, moved, erased, owner);
        GenericTypes generic = GenericTypes.of(owner, name, erased);
        return new WovenMethod(
                body.asType(type),
                owner,
                erased,
                generic.result(),
                generic.parameters(),
                ConditionHandles.when(caller, plan, type),
                ConditionHandles.unless(caller, plan, type));
    }
}
