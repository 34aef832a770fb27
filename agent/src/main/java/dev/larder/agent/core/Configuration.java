package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.parse.ConfigReader;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import dev.larder.agent.core.config.source.Application;
import dev.larder.agent.core.config.source.ApplicationFinder;
import dev.larder.agent.core.config.source.ConfigSources;
import dev.larder.agent.core.config.source.HostSetup;
import dev.larder.agent.core.config.source.PackagedFile;
import dev.larder.agent.core.config.source.ProcessFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read and applied once.
 *
 * <p><b>Why</b> not always in premain: reading takes some tens of milliseconds, and {@code JAVA_TOOL_OPTIONS} attaches
 * the agent to every JVM of a machine, most of which have nothing to cache. This JVM's command line is read at once,
 * so that a mistake in it shows at once. The environment and the file on the application's class path are read when
 * there is a method to cache; the log level is read before.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Configuration {

    private final @Nullable String arguments;
    private @Nullable ConfigSources sources;
    private @Nullable EffectiveConfig effective;
    private boolean isComplete;

    Configuration(@Nullable String arguments) {
        this.arguments = arguments;
    }

    synchronized void readIfNeededAtOnce() {
        if (ConfigSources.areNeededAtOnce(arguments)) {
            given();
        }
    }

    /** The part that has been read. */
    synchronized boolean isSwitchedOff() {
        return effective != null && !effective.config().enabled();
    }

    /** Whether a mistake in it has been reported already. */
    synchronized boolean hasComplained() {
        return effective != null && !effective.problems().isEmpty();
    }

    /** The configuration from outside of the application. */
    private EffectiveConfig given() {
        if (effective == null) {
            sources = ConfigSources.ofProcess(arguments);
            effective = inForce(ConfigReader.read(sources), List.of());
        }
        return effective;
    }

    /** Adds the application's own configuration. It is searched only now: premain must not search the class path. */
    synchronized EffectiveConfig effective() {
        EffectiveConfig given = given();
        if (!isComplete && sources != null) {
            isComplete = true;
            PackagedFile packaged = ProcessFile.find(sources);
            if (packaged != null) {
                effective = inForce(ConfigReader.read(sources, packaged), given.problems());
            }
        }
        return effective == null ? given : effective;
    }

    private static EffectiveConfig inForce(EffectiveConfig read, List<LogLine> said) {
        AgentLog.setLevel(read.config().logLevel());
        read.problems().stream().filter(problem -> !said.contains(problem)).forEach(AgentLog::say);
        return read;
    }

    /** Determined when caching begins, when the application has set its properties. */
    Application application() {
        return ApplicationFinder.find(ConfigSources.ofProcess(arguments));
    }

    HostSetup host() {
        return HostSetup.of(ConfigSources.ofProcess(arguments).systemProperties());
    }
}
