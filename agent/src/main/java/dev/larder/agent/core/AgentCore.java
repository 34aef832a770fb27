package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.config.ConfigReader;
import dev.larder.agent.core.config.ConfigSources;
import dev.larder.agent.core.config.EffectiveConfig;
import dev.larder.agent.core.config.HostSetup;
import dev.larder.agent.core.weave.WeavingTransformer;
import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The composition root's first step, in {@code premain}, on borrowed time: only the configuration is read and the
 * transformer installed. All else is {@link Caching}, which begins when the first annotated class is loaded, if ever.
 */
public final class AgentCore {

    private AgentCore() {}

    /** Called by the launcher, on the thread that is about to run the application's main. */
    public static void start(@Nullable String arguments, Instrumentation instrumentation, File jar) {
        ConfigSources sources = ConfigSources.ofProcess(arguments);
        EffectiveConfig effective = ConfigReader.read(sources);
        AgentLog.setLevel(effective.config().logLevel());
        effective.problems().forEach(AgentLog::warn);
        MainWatch main = new MainWatch(Thread.currentThread());
        HostUse host = new HostUse(HostSetup.of(sources.systemProperties()));
        StartOrder order = new StartOrder(effective, instrumentation, main, host);
        instrumentation.addTransformer(new WeavingTransformer(instrumentation, order));
    }
}
