package dev.larder.agent.core.result;

import java.util.Set;

/** Knows the {@linkplain ColdType cold types} by their names. */
public final class ColdResults {

    /** Internal names. They do not begin the text, for the reason that {@link ResultTypes} has. */
    public static final Set<String> NAMES = Set.of("""

            io/smallrye/mutiny/Uni
            reactor/core/publisher/Flux
            reactor/core/publisher/Mono
            """.strip().split("\n"));

    /** Those whose value is a list of what they give. */
    private static final Set<String> MANY = Set.of("""

            reactor/core/publisher/Flux
            """.strip().split("\n"));

    private ColdResults() {}

    /** Whether the value of such a type, by its internal name, is a list. */
    public static boolean isMany(String name) {
        return MANY.contains(name);
    }

    public static boolean isMany(Class<?> type) {
        return isMany(type.getName().replace('.', '/'));
    }

    /** Whether a method with the declared return type {@code type} may return any other object of it instead of its own. */
    public static boolean isCold(Class<?> type) {
        return NAMES.contains(type.getName().replace('.', '/'));
    }
}
