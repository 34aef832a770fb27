package dev.larder.agent.core.type;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** What the constants of an enum have beside their names. */
public final class EnumState {

    private static final ClassValue<Boolean> MAY_CHANGE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return mayChangeItself(type) || hasBodyThatMayChange(type);
        }
    };

    private EnumState() {}

    /**
     * Whether the constants of the enum have fields that may be set, or an atomic, so that their names do not say all of them.
     * Initializes nothing.
     */
    public static boolean mayChange(Class<?> type) {
        return type.isEnum() && !PlatformTypes.hasJavaName(type) && MAY_CHANGE.get(type);
    }

    /** The constants with a body have a class each; a compiler of a Java before 17 does not list them. */
    private static boolean hasBodyThatMayChange(Class<?> type) {
        Class<?>[] bodies = type.getPermittedSubclasses();
        if (bodies != null) {
            for (Class<?> body : bodies) {
                if (mayChangeItself(body)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mayChangeItself(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            boolean isSet = !Modifier.isFinal(field.getModifiers());
            boolean isAtomic = field.getType().getName().startsWith("java.util.concurrent.atomic.");
            if (!Modifier.isStatic(field.getModifiers()) && (isSet || isAtomic)) {
                return true;
            }
        }
        return false;
    }
}
