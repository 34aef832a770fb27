package dev.larder.agent.core.link.coroutine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The element of a coroutine's context in which kotlinx-coroutines-reactor keeps that of Reactor.
 *
 * @param context from the element to Reactor's context, (Object)Object
 */
record ReactorElement(Object key, MethodHandle context) {

    /** Null if the application has no such library, or has it without Reactor. */
    static @Nullable ReactorElement of(ClassLoader application) throws ReflectiveOperationException {
        try {
            Class<?> type = Class.forName("kotlinx.coroutines.reactor.ReactorContext", false, application);
            MethodHandle context = MethodHandles.publicLookup().unreflect(type.getMethod("getContext"));
            return new ReactorElement(
                    type.getField("Key").get(null), context.asType(MethodType.methodType(Object.class, Object.class)));
        } catch (ClassNotFoundException | NoClassDefFoundError isNotThere) {
            return null;
        }
    }
}
