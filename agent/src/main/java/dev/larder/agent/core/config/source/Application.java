package dev.larder.agent.core.config.source;

import dev.larder.agent.core.config.AgentConfig;

/**
 * The application that this process runs, as far as known from outside of it.
 *
 * @param name from the application's settings or its main class; empty if unknown
 * @param origin its source, such as {@code spring.application.name}
 */
public record Application(String name, String origin) {

    /** For a process without such a name, such as a web container. */
    public static final Application UNKNOWN = new Application("", "");

    private static final int MAX_NAMESPACE_CHARS = 64;

    public boolean isKnown() {
        return !name.isEmpty();
    }

    /** The name as a valid namespace; each invalid character becomes a hyphen. */
    public String namespace() {
        if (!isKnown()) {
            return AgentConfig.DEFAULT_NAMESPACE;
        }
        String text = name.replaceAll("[^A-Za-z0-9_.-]", "-");
        if (text.equals(name) && text.length() <= MAX_NAMESPACE_CHARS) {
            return text;
        }
        // Names that differ only in what was replaced or cut get different namespaces.
        String hash = Integer.toHexString(name.hashCode());
        int kept = MAX_NAMESPACE_CHARS - 1 - hash.length();
        return text.substring(0, Math.min(kept, text.length())) + "-" + hash;
    }
}
