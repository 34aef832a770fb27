package dev.larder.agent.core.config.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The sources of configuration other than the file, which they name.
 *
 * @param agentArgument the text after {@code -javaagent:larder-agent.jar=}, empty for none
 */
public record ConfigSources(
        String agentArgument, Map<String, String> systemProperties, Map<String, String> environment) {

    public ConfigSources {
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
    }

    /** The current sources of this process. The only reader of the environment and of system properties. */
    public static ConfigSources ofProcess(@Nullable String agentArgument) {
        Properties properties = System.getProperties();
        Map<String, String> texts = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            texts.put(name, properties.getProperty(name, ""));
        }
        return new ConfigSources(agentArgument == null ? "" : agentArgument, texts, System.getenv());
    }

    /**
     * Whether an option has to be known before the application's main: one given to this JVM, or one that may suppress
     * the agent's first log line. Reads and loads as little as possible.
     */
    public static boolean areNeededAtOnce(@Nullable String agentArgument) {
        return isOnCommandLine(agentArgument)
                || System.getenv("LARDER_LOG_LEVEL") != null
                || System.getenv("LARDER_CONFIG") != null;
    }

    private static boolean isOnCommandLine(@Nullable String agentArgument) {
        if (agentArgument != null && !agentArgument.isEmpty()) {
            return true;
        }
        for (Object name : System.getProperties().keySet()) {
            if (name instanceof String text && text.startsWith("larder.")) {
                return true;
            }
        }
        return false;
    }

    /** Names, never values: any value may be a secret of the application. */
    @Override
    public String toString() {
        return "ConfigSources[" + systemProperties.size() + " system properties, " + environment.size() + " variables]";
    }
}
