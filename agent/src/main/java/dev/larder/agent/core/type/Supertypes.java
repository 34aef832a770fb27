package dev.larder.agent.core.type;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The supertypes of a class, without itself. */
public final class Supertypes {

    private Supertypes() {}

    public static Set<Class<?>> of(Class<?> type) {
        Set<Class<?>> above = new LinkedHashSet<>();
        addAll(type, above);
        return above;
    }

    private static void addAll(Class<?> type, Set<Class<?>> above) {
        add(type.getSuperclass(), above);
        for (Class<?> implemented : type.getInterfaces()) {
            add(implemented, above);
        }
    }

    private static void add(@Nullable Class<?> type, Set<Class<?>> above) {
        if (type != null && above.add(type)) {
            addAll(type, above);
        }
    }
}
