package dev.larder.agent.core.tx;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a class of the application extends or implements, by name. */
final class NamedSupertype {

    private NamedSupertype() {}

    /** The class itself, or its nearest supertype, that has one of the names. */
    static @Nullable Class<?> find(Class<?> type, Set<String> names) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Class<?> found = names.contains(each.getName()) ? each : findInterface(each, names);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Class<?> findInterface(Class<?> type, Set<String> names) {
        for (Class<?> each : type.getInterfaces()) {
            Class<?> found = names.contains(each.getName()) ? each : findInterface(each, names);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
