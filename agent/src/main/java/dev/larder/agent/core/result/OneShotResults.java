package dev.larder.agent.core.result;

import java.util.Set;

/**
 * Knows the results that can be used only once, or that stand for something still going on: streams, iterators, readers,
 * connections, futures, publishers. They are never stored, and finding one out never touches it.
 */
public final class OneShotResults {

    private static final ClassValue<Boolean> DEFERRED = known(ResultTypes.DEFERRED);
    private static final ClassValue<Boolean> USED_UP = known(ResultTypes.USED_UP);

    private OneShotResults() {}

    public static boolean isOneShot(Object value) {
        return isOneShot(value.getClass());
    }

    /** Whether every object of {@code type} is a one-shot; an object of a subtype may be one all the same. */
    public static boolean isOneShot(Class<?> type) {
        return USED_UP.get(type) || DEFERRED.get(type);
    }

    /** Whether it stands for work that may not be done yet. */
    public static boolean isDeferred(Object value) {
        return DEFERRED.get(value.getClass());
    }

    private static ClassValue<Boolean> known(Set<String> names) {
        return new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return names.contains(type.getName().replace('.', '/')) || isInherited(type);
            }

            private boolean isInherited(Class<?> type) {
                Class<?> parent = type.getSuperclass();
                if (parent != null && get(parent)) {
                    return true;
                }
                for (Class<?> implemented : type.getInterfaces()) {
                    if (get(implemented)) {
                        return true;
                    }
                }
                return false;
            }
        };
    }
}
