package dev.larder.agent.core.link.coroutine;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Kotlin's value classes, such as {@code kotlin.Result}. */
public final class ValueClasses {

    /** No source in Java can have a method of this name. */
    private static final String BOX = "box-impl";

    private ValueClasses() {}

    /**
     * Whether a suspend function hands over what its value wraps if it returns it, and a box if it is resumed with it. Kotlin
     * compiles it so for those that wrap an object.
     */
    public static boolean areUnboxed(Class<?> type) {
        if (!Modifier.isFinal(type.getModifiers()) || type.getClassLoader() == null) {
            return false;
        }
        try {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(BOX) && method.getParameterCount() == 1) {
                    return !method.getParameterTypes()[0].isPrimitive();
                }
            }
            return false;
        } catch (LinkageError isIncomplete) { // nobody can make one either
            return false;
        }
    }
}
