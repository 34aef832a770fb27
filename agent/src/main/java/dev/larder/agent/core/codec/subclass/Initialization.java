package dev.larder.agent.core.codec.subclass;

import dev.larder.agent.core.base.ClosedModules;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the static initializer of a class has run, without running it.
 *
 * <p><b>Why</b> the JVM's internal access: nothing public tells it.
 */
final class Initialization {

    private static final String UNSAFE = "jdk.internal.misc.Unsafe";

    private static final @Nullable Object ACCESS = access();
    private static final @Nullable Method QUESTION = question();

    private Initialization() {}

    private static @Nullable Object access() {
        try {
            Class<?> unsafe = Class.forName(UNSAFE, false, null);
            ClosedModules.openPlatform(unsafe);
            return unsafe.getMethod("getUnsafe").invoke(null);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
            return null;
        }
    }

    private static @Nullable Method question() {
        try {
            return ACCESS == null ? null : ACCESS.getClass().getMethod("shouldBeInitialized", Class.class);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError absent) {
            return null;
        }
    }

    /** Whether it has run to its end; false also where this JVM does not tell. */
    static boolean isOver(Class<?> type) {
        try {
            return QUESTION != null && Boolean.FALSE.equals(QUESTION.invoke(ACCESS, type));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }
}
