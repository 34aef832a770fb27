package dev.larder.agent.core;

import dev.larder.agent.bridge.Bootstrap;

/** The version of the agent's jar, as its manifest says. */
final class AgentVersion {

    static final String TEXT = read();

    private AgentVersion() {}

    private static String read() {
        String version = Bootstrap.class.getPackage().getImplementationVersion();
        return version == null ? "of unknown version" : version;
    }
}
