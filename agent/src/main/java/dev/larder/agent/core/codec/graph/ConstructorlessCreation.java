package dev.larder.agent.core.codec.graph;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Makes constructors that create an object without running code of its class, as deserialisation does.
 *
 * <p><b>Why</b> by reflection: {@code sun.reflect.ReflectionFactory} is supported, but its module, jdk.unsupported,
 * may be missing from a trimmed runtime.
 */
final class ConstructorlessCreation {

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
            // ObjectState refuses classes that need it, and tells the user.
        }
        FACTORY = factory;
        NEW_CONSTRUCTOR = newConstructor;
    }

    private ConstructorlessCreation() {}

    static boolean isSupported() {
        return NEW_CONSTRUCTOR != null;
    }

    /** Where it is supported. */
    static Constructor<?> of(Class<?> type) throws ReflectiveOperationException {
        if (NEW_CONSTRUCTOR == null) {
            throw new IllegalStateException("jdk.unsupported is absent");
        }
        return (Constructor<?>) NEW_CONSTRUCTOR.invoke(FACTORY, type, Object.class.getDeclaredConstructor());
    }
}
