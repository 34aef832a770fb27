package dev.larder.agent.core.link;

import dev.larder.agent.core.key.KeyTemplateException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods that {@code when} and {@code unless} name, in the woven class and what it inherits.
 *
 * <p>The weaver has checked in the class files that they exist; here they are looked up with the access of the woven
 * class.
 */
final class ConditionHandles {

    private static final MethodHandle IS_NULL = isNull();

    private ConditionHandles() {}

    private static MethodHandle isNull() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Objects.class, "isNull", MethodType.methodType(boolean.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The JDK has no Objects.isNull", e);
        }
    }

    /** From {@code type}'s parameters to boolean; null if {@code name} is empty. */
    static @Nullable MethodHandle when(MethodHandles.Lookup caller, String name, MethodType type, boolean isStatic)
            throws ReflectiveOperationException, KeyTemplateException {
        if (name.isEmpty()) {
            return null;
        }
        List<Class<?>> arguments =
                isStatic ? type.parameterList() : type.dropParameterTypes(0, 1).parameterList();
        MethodHandle condition = find(caller, name, arguments, isStatic);
        if (condition == null) {
            throw missing("when", name, arguments, isStatic);
        }
        boolean needsReceiver = condition.type().parameterCount() == type.parameterCount();
        MethodHandle fitted = isStatic || needsReceiver
                ? condition
                : MethodHandles.dropArguments(condition, 0, type.parameterType(0));
        return fitted.asType(type.changeReturnType(boolean.class));
    }

    /**
     * From {@code (Object[] arguments, Object result)} to boolean; null if {@code name} is empty. False of null if the condition takes a
     * primitive: it cannot say anything of that.
     */
    static @Nullable MethodHandle unless(MethodHandles.Lookup caller, String name, Class<?> value, boolean isStatic)
            throws ReflectiveOperationException, KeyTemplateException {
        if (name.isEmpty()) {
            return null;
        }
        MethodHandle condition = findOfValue(caller, name, value, isStatic);
        if (condition == null) {
            throw missing("unless", name, List.of(value), isStatic);
        }
        MethodHandle boxed = condition.type().parameterCount() == 2
                ? condition.asType(MethodType.methodType(boolean.class, Object.class, Object.class))
                : MethodHandles.dropArguments(
                        condition.asType(MethodType.methodType(boolean.class, Object.class)), 0, Object.class);
        MethodHandle withReceiver = condition.type().lastParameterType().isPrimitive() ? falseOfNull(boxed) : boxed;
        return isStatic
                ? MethodHandles.dropArguments(
                        MethodHandles.insertArguments(withReceiver, 0, (Object) null), 0, Object[].class)
                : MethodHandles.filterArguments(
                        withReceiver,
                        0,
                        MethodHandles.insertArguments(MethodHandles.arrayElementGetter(Object[].class), 1, 0));
    }

    /** (receiver, value)boolean. */
    private static MethodHandle falseOfNull(MethodHandle condition) {
        MethodHandle no = MethodHandles.dropArguments(
                MethodHandles.constant(boolean.class, false), 0, Object.class, Object.class);
        return MethodHandles.guardWithTest(MethodHandles.dropArguments(IS_NULL, 0, Object.class), no, condition);
    }

    /** In the words of the weaver, which does not see the class of a value that comes later. */
    private static KeyTemplateException missing(
            String attribute, String name, List<Class<?>> arguments, boolean onlyStatic) {
        String parameters = arguments.stream().map(Class::getTypeName).collect(Collectors.joining(", ", "(", ")"));
        return new KeyTemplateException(
                attribute + " names '" + name + "', but there is no method " + (onlyStatic ? "static " : "")
                        + "boolean " + name + parameters,
                "Add it to the class, or correct the name.");
    }

    /** A number that comes later is declared as its class, and a condition in Kotlin takes the primitive. */
    private static @Nullable MethodHandle findOfValue(
            MethodHandles.Lookup caller, String name, Class<?> value, boolean onlyStatic)
            throws ReflectiveOperationException {
        MethodHandle ofObject = find(caller, name, List.of(value), onlyStatic);
        Class<?> primitive = MethodType.methodType(value).unwrap().returnType();
        return ofObject != null || primitive == value ? ofObject : find(caller, name, List.of(primitive), onlyStatic);
    }

    /** Null if there is none. */
    private static @Nullable MethodHandle find(
            MethodHandles.Lookup caller, String name, List<Class<?>> arguments, boolean onlyStatic)
            throws ReflectiveOperationException {
        MethodHandle exact = findExact(caller, name, MethodType.methodType(boolean.class, arguments), onlyStatic);
        if (exact != null) {
            return exact;
        }
        Deque<Class<?>> remaining = new ArrayDeque<>(List.of(caller.lookupClass()));
        while (!remaining.isEmpty()) {
            Class<?> type = remaining.removeFirst();
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && fits(method, arguments, onlyStatic)) {
                    return caller.unreflect(method);
                }
            }
            if (type.getSuperclass() != null) {
                remaining.addFirst(type.getSuperclass());
            }
            remaining.addAll(Arrays.asList(type.getInterfaces()));
        }
        return null;
    }

    /** Without reflection, which would resolve the types of all methods of the class, and some may be missing. */
    private static @Nullable MethodHandle findExact(
            MethodHandles.Lookup caller, String name, MethodType type, boolean onlyStatic) {
        Class<?> owner = caller.lookupClass();
        try {
            return onlyStatic ? caller.findStatic(owner, name, type) : caller.findVirtual(owner, name, type);
        } catch (ReflectiveOperationException e) {
            return null; // it may be a static one for an instance method, or take a supertype
        }
    }

    private static boolean fits(Method method, List<Class<?>> arguments, boolean onlyStatic) {
        Class<?>[] parameters = method.getParameterTypes();
        if (method.getReturnType() != boolean.class
                || parameters.length != arguments.size()
                || (onlyStatic && !Modifier.isStatic(method.getModifiers()))) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].isAssignableFrom(arguments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
