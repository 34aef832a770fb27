package dev.larder.agent.core.codec.heap;

import dev.larder.agent.core.base.ClosedModules;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes fields by their offsets, and makes objects without their constructors.
 *
 * <p><b>Why</b> the JVM's internal memory access: it writes final fields, which reflection warns about from Java 26 on, and
 * needs no consent of the class's module. {@code sun.misc.Unsafe} prints a warning from Java 24 on.
 *
 * <p><b>Threads.</b> Thread-safe. A copy is published like any other object.
 *
 * <p><b>Failure.</b> Where this JVM has no such access, {@link #isOpen} is false, and nothing else may be called.
 */
public final class Heap {

    public static final String UNSAFE = "jdk.internal.misc.Unsafe";

    private static final @Nullable Object ACCESS = access();

    private static final MethodHandle ALLOCATE = handle("allocateInstance", Object.class, Class.class);
    private static final MethodHandle OFFSET = handle("objectFieldOffset", long.class, Field.class);
    private static final MethodHandle GET = handle("getReference", Object.class, Object.class, long.class);
    private static final MethodHandle PUT = handle("putReference", void.class, Object.class, long.class, Object.class);
    private static final MethodHandle GET_INT = handle("getInt", int.class, Object.class, long.class);
    private static final MethodHandle GET_LONG = handle("getLong", long.class, Object.class, long.class);
    private static final MethodHandle GET_SHORT = handle("getShort", short.class, Object.class, long.class);
    private static final MethodHandle GET_BYTE = handle("getByte", byte.class, Object.class, long.class);
    private static final MethodHandle PUT_INT = handle("putInt", void.class, Object.class, long.class, int.class);

    private static final MethodHandle PUT_LONG = handle("putLong", void.class, Object.class, long.class, long.class);
    private static final MethodHandle PUT_SHORT = handle("putShort", void.class, Object.class, long.class, short.class);
    private static final MethodHandle PUT_BYTE = handle("putByte", void.class, Object.class, long.class, byte.class);

    private Heap() {}

    private static @Nullable Object access() {
        try {
            Class<?> unsafe = Class.forName(UNSAFE, false, null);
            ClosedModules.openPlatform(unsafe);
            return MethodHandles.lookup()
                    .findStatic(unsafe, "getUnsafe", MethodType.methodType(unsafe))
                    .invoke();
        } catch (Throwable closed) {
            return null;
        }
    }

    private static MethodHandle handle(String name, Class<?> result, Class<?>... parameters) {
        MethodType type = MethodType.methodType(result, parameters);
        if (ACCESS == null) {
            return MethodHandles.empty(type);
        }
        try {
            return MethodHandles.lookup().bind(ACCESS, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(UNSAFE + " has no " + name, e);
        }
    }

    public static boolean isOpen() {
        return ACCESS != null;
    }

    /** An object of an initialized class; its fields are 0 or null. */
    public static Object allocate(Class<?> type) {
        try {
            return (Object) ALLOCATE.invokeExact(type);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    public static long offsetOf(Field field) {
        try {
            return (long) OFFSET.invokeExact(field);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    public static @Nullable Object get(Object owner, long offset) {
        try {
            return (Object) GET.invokeExact(owner, offset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    public static void put(Object owner, long offset, @Nullable Object value) {
        try {
            PUT.invokeExact(owner, offset, value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    public static int getInt(Object owner, long offset) {
        try {
            return (int) GET_INT.invokeExact(owner, offset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    public static void putInt(Object owner, long offset, int value) {
        try {
            PUT_INT.invokeExact(owner, offset, value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** The bits of a primitive field of so many bytes. */
    public static long bits(Object owner, long offset, int bytes) {
        try {
            return switch (bytes) {
                case 1 -> (byte) GET_BYTE.invokeExact(owner, offset);
                case 2 -> (short) GET_SHORT.invokeExact(owner, offset);
                case 4 -> (int) GET_INT.invokeExact(owner, offset);
                default -> (long) GET_LONG.invokeExact(owner, offset);
            };
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Sets a primitive field of so many bytes. */
    public static void putBits(Object owner, long offset, int bytes, long bits) {
        try {
            switch (bytes) {
                case 1 -> PUT_BYTE.invokeExact(owner, offset, (byte) bits);
                case 2 -> PUT_SHORT.invokeExact(owner, offset, (short) bits);
                case 4 -> PUT_INT.invokeExact(owner, offset, (int) bits);
                default -> PUT_LONG.invokeExact(owner, offset, bits);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(thrown);
    }
}
