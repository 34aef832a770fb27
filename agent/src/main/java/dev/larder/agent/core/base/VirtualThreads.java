package dev.larder.agent.core.base;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Tells virtual threads from others, on every JDK. */
public final class VirtualThreads {

    /** Null before JDK 21. */
    private static final @Nullable Method IS_VIRTUAL = isVirtual();

    private VirtualThreads() {}

    private static @Nullable Method isVirtual() {
        try {
            return Thread.class.getMethod("isVirtual");
        } catch (NoSuchMethodException thereAreNone) {
            return null;
        }
    }

    /** Whether the calling thread is one. */
    public static boolean isCurrent() {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invoke(Thread.currentThread());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Thread.isVirtual failed", e);
        }
    }
}
