package dev.larder.agent.core.link.cold;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * A public class of a library in the application, and its methods as handles that take and return {@code Object} in the place
 * of the library's own types.
 */
record LibraryType(Class<?> type) {

    /** A class beside this one, by its name behind the part that both have in common. */
    LibraryType beside(String own, String other) throws ClassNotFoundException {
        String name = type.getName();
        String start = name.substring(0, name.length() - own.length());
        return new LibraryType(Class.forName(start + other, false, type.getClassLoader()));
    }

    MethodHandle ofClass(String name, Class<?> result, Class<?>... parameters) throws ReflectiveOperationException {
        return plain(MethodHandles.publicLookup().findStatic(type, name, MethodType.methodType(result, parameters)));
    }

    /** The object first. */
    MethodHandle ofObject(String name, Class<?> result, Class<?>... parameters) throws ReflectiveOperationException {
        return plain(MethodHandles.publicLookup().findVirtual(type, name, MethodType.methodType(result, parameters)));
    }

    /** Of a method that has this single parameter in all its forms. */
    Class<?> parameterOf(String method) throws NoSuchMethodException {
        for (Method candidate : type.getMethods()) {
            if (candidate.getName().equals(method) && candidate.getParameterCount() == 1) {
                return candidate.getParameterTypes()[0];
            }
        }
        throw new NoSuchMethodException(type.getName() + "." + method);
    }

    private static MethodHandle plain(MethodHandle method) {
        MethodType plain = method.type();
        for (int i = 0; i < plain.parameterCount(); i++) {
            if (!isOfJdk(plain.parameterType(i))) {
                plain = plain.changeParameterType(i, Object.class);
            }
        }
        return method.asType(isOfJdk(plain.returnType()) ? plain : plain.changeReturnType(Object.class));
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }
}
