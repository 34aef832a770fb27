package dev.larder.agent.core.codec.heap;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Makes constructors that create an object without running code of its class, as deserialisation does.
 *
 * <p><b>Why</b> by reflection: {@code sun.reflect.ReflectionFactory} is supported, but its module, jdk.unsupported,
 * may be missing from a trimmed runtime.
 */
public final class ConstructorlessCreation {

    private static final @Nullable Object FACTORY;
    private static final @Nullable Method NEW_CONSTRUCTOR;

    static {
        Object factory = null;
        Method newConstructor = null;
        try {
            Class<?> type = Class.forName("sun.reflect.ReflectionFactory", true, null);
            factory = type.getMethod("getReflectionFactory").invoke(null);
            newConstructor = type.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        } catch (ReflectiveOperationException absent) {
            // Classes that need it are refused, which tells the user.
        }
        FACTORY = factory;
        NEW_CONSTRUCTOR = newConstructor;
    }

    private ConstructorlessCreation() {}

    public static boolean isSupported() {
        return NEW_CONSTRUCTOR != null;
    }

    /** Where it is supported. */
    public static Constructor<?> of(Class<?> type) throws ReflectiveOperationException {
        if (NEW_CONSTRUCTOR == null) {
            throw new IllegalStateException("jdk.unsupported is absent");
        }
        return (Constructor<?>) NEW_CONSTRUCTOR.invoke(FACTORY, type, Object.class.getDeclaredConstructor());
    }
}
