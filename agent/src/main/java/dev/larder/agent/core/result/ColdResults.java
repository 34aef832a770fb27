package dev.larder.agent.core.result;

import java.util.Set;

/** Knows the {@linkplain ColdType cold types} by their names. */
public final class ColdResults {

    /** Internal names. They do not begin the text, for the reason that {@link ResultTypes} has. */
    public static final Set<String> NAMES = Set.of("""

            reactor/core/publisher/Mono
            """.strip().split("\n"));

    private ColdResults() {}

    /** Whether a method with the declared return type {@code type} may return any other object of it instead of its own. */
    public static boolean isCold(Class<?> type) {
        return NAMES.contains(type.getName().replace('.', '/'));
    }
}
