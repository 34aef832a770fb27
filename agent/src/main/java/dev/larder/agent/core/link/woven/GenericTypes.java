package dev.larder.agent.core.link.woven;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The generic types of a method, as far as they are known. */
record GenericTypes(Type result, List<Type> parameters) {

    /** The method in the source: if the class only has a bridge to an inherited method, that method. */
    private static Method declaration(Class<?> owner, String name, MethodType erased) throws NoSuchMethodException {
        Method method = owner.getDeclaredMethod(name, erased.parameterArray());
        if (!method.isBridge()) {
            return method;
        }
        for (Class<?> type = owner.getSuperclass(); type != null; type = type.getSuperclass()) {
            Method inherited = declared(type, name, erased);
            if (inherited != null) {
                return inherited;
            }
        }
        for (Class<?> type : owner.getInterfaces()) {
            Method inherited = declared(type, name, erased);
            if (inherited != null) {
                return inherited;
            }
        }
        return method;
    }

    private static @Nullable Method declared(Class<?> type, String name, MethodType erased) {
        try {
            Method method = type.getDeclaredMethod(name, erased.parameterArray());
            return method.isBridge() || method.getReturnType() != erased.returnType() ? null : method;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private GenericTypes in(TypeBindings owner) {
        return new GenericTypes(
                owner.resolve(result), parameters.stream().map(owner::resolve).toList());
    }

    /**
     * By reflection; the erased types if that fails.
     *
     * @param erased the method's type without a receiver
     */
    static GenericTypes of(Class<?> owner, String name, MethodType erased) throws NoSuchMethodException {
        try {
            Method method = declaration(owner, name, erased);
            GenericTypes declared =
                    new GenericTypes(method.getGenericReturnType(), List.of(method.getGenericParameterTypes()));
            return method.getDeclaringClass() == owner ? declared : declared.in(TypeBindings.of(owner));
        } catch (LinkageError | TypeNotPresentException e) {
            // Reflection resolves the types of all methods of the class, and one of them is missing. The method can
            // still be linked; without type arguments fewer values can be stored in Redis, which is logged.
            AgentLog.debug(() -> "Only erased types are known of " + owner.getName() + "." + name + ": " + e);
            return new GenericTypes(erased.returnType(), List.copyOf(erased.parameterList()));
        }
    }
}
