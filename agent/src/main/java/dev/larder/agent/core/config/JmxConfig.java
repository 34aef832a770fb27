package dev.larder.agent.core.config;

/**
 * The settings for JMX.
 *
 * @param createServer whether the agent may create the platform MBean server if the application does not, once its
 *     main method runs; otherwise it waits for the application to create it
 */
public record JmxConfig(boolean createServer) {

    public static final boolean DEFAULT_CREATE_SERVER = false;

    public static JmxConfig defaults() {
        return new JmxConfig(DEFAULT_CREATE_SERVER);
    }
}
