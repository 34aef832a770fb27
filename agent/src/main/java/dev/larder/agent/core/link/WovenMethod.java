package dev.larder.agent.core.link;

import dev.larder.agent.core.weave.MethodPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;

/**
 * A woven method as the JVM sees it at the first call.
 *
 * @param body the moved body, or the moved body with its effects; of the call site's type
 * @param owner the woven class
 * @param erased the method's type, without the receiver
 * @param resultType the generic return type
 * @param parameterTypes the generic parameter types, without the receiver
 */
record WovenMethod(MethodHandle body, Class<?> owner, MethodType erased, Type resultType, List<Type> parameterTypes) {

    static WovenMethod find(MethodHandles.Lookup caller, String name, MethodType type, boolean isStatic)
            throws ReflectiveOperationException {
        Class<?> owner = caller.lookupClass();
        MethodType erased = isStatic ? type : type.dropParameterTypes(0, 1);
        String moved = name + MethodPlan.MOVED_SUFFIX;
        MethodHandle body =
                isStatic ? caller.findStatic(owner, moved, erased) : caller.findSpecial(owner, moved, erased, owner);
        GenericTypes generic = GenericTypes.of(owner, name, erased);
        return new WovenMethod(body.asType(type), owner, erased, generic.result(), generic.parameters());
    }

    WovenMethod withBody(MethodHandle other) {
        return new WovenMethod(other, owner, erased, resultType, parameterTypes);
    }

    /** The body behind boxed arguments: (Object[])Object; of a method that returns nothing, null. */
    MethodHandle boxedBody() {
        MethodHandle fixed = body.asFixedArity();
        int count = fixed.type().parameterCount();
        return fixed.asType(MethodType.genericMethodType(count)).asSpreader(Object[].class, count);
    }
}
