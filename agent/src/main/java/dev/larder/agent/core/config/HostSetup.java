package dev.larder.agent.core.config;

import java.util.Map;

/**
 * What the application has set for the JDK's own services, which the agent must leave to it.
 *
 * @param hasOwnLogManager whether {@code java.util.logging} is to start with a manager of the application
 */
public record HostSetup(boolean hasOwnLogManager) {

    public static HostSetup of(Map<String, String> systemProperties) {
        return new HostSetup(systemProperties.containsKey("java.util.logging.manager"));
    }
}
