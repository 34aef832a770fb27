package dev.larder.agent.core.link;

import dev.larder.agent.core.base.AgentLog;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;

/** The generic types of a method, as far as they can be known. */
record GenericTypes(Type result, List<Type> parameters) {

    /**
     * Asks the class, and settles for erased types where it cannot answer.
     *
     * @param erased the method's type without a receiver
     */
    static GenericTypes of(Class<?> owner, String name, MethodType erased) throws NoSuchMethodException {
        try {
            Method method = owner.getDeclaredMethod(name, erased.parameterArray());
            return new GenericTypes(method.getGenericReturnType(), List.of(method.getGenericParameterTypes()));
        } catch (LinkageError | TypeNotPresentException e) {
            // Reflection resolves the types of all methods of the class, and one of those is absent here. The method
            // itself links; without its type arguments fewer values survive Redis, and those say so.
            AgentLog.debug(() -> "Only erased types are known of " + owner.getName() + "." + name + ": " + e);
            return new GenericTypes(erased.returnType(), List.copyOf(erased.parameterList()));
        }
    }
}
