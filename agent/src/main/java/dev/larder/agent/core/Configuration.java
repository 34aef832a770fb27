package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.config.ConfigReader;
import dev.larder.agent.core.config.ConfigSources;
import dev.larder.agent.core.config.EffectiveConfig;
import dev.larder.agent.core.config.HostSetup;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read once and put into force.
 *
 * <p><b>Why</b> not always in premain: reading takes some tens of milliseconds, and {@code JAVA_TOOL_OPTIONS} attaches the
 * agent to every JVM of a machine, most of which have nothing to cache. What somebody wrote on this JVM's command line
 * is read at once, so that a mistake in it shows at once; the environment waits until there is a method to cache.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Configuration {

    private final @Nullable String arguments;
    private @Nullable EffectiveConfig effective;

    Configuration(@Nullable String arguments) {
        this.arguments = arguments;
    }

    void readIfGivenOnCommandLine() {
        if (ConfigSources.isOnCommandLine(arguments)) {
            effective();
        }
    }

    synchronized EffectiveConfig effective() {
        if (effective == null) {
            effective = ConfigReader.read(ConfigSources.ofProcess(arguments));
            AgentLog.setLevel(effective.config().logLevel());
            effective.problems().forEach(AgentLog::warn);
        }
        return effective;
    }

    HostSetup host() {
        return HostSetup.of(ConfigSources.ofProcess(arguments).systemProperties());
    }
}
