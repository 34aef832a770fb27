package dev.larder.agent.core.config.source;

import dev.larder.agent.core.config.AgentConfig;

/**
 * Which application this process runs, as far as can be told from outside of it.
 *
 * @param name as the application or its main class has it; empty if nothing tells
 * @param origin what told, such as {@code spring.application.name}
 */
public record Application(String name, String origin) {

    /** A process that says nothing of itself, such as a web application's container. */
    public static final Application UNKNOWN = new Application("", "");

    private static final int MAX_NAMESPACE_CHARS = 64;

    public boolean isKnown() {
        return !name.isEmpty();
    }

    /** The name as a namespace, in whose characters and length it may be; each of several other ones becomes a hyphen. */
    public String namespace() {
        if (!isKnown()) {
            return AgentConfig.DEFAULT_NAMESPACE;
        }
        String text = name.replaceAll("[^A-Za-z0-9_.-]", "-");
        if (text.equals(name) && text.length() <= MAX_NAMESPACE_CHARS) {
            return text;
        }
        // Names that differ in what was replaced or cut stay apart.
        String hash = Integer.toHexString(name.hashCode());
        int kept = MAX_NAMESPACE_CHARS - 1 - hash.length();
        return text.substring(0, Math.min(kept, text.length())) + "-" + hash;
    }
}
