package dev.larder.agent.core;

import dev.larder.agent.core.weave.WeavingTransformer;
import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The composition root's first step, in {@code premain}, on borrowed time: only the command line is looked at and the
 * transformer installed. All else is {@link Caching}, which begins when the first annotated class is loaded, if ever.
 */
public final class AgentCore {

    private AgentCore() {}

    /** Called by the launcher, on the thread that is about to run the application's main. */
    public static void start(@Nullable String arguments, Instrumentation instrumentation, File jar) {
        Configuration configuration = new Configuration(arguments);
        configuration.readIfGivenOnCommandLine();
        MainWatch main = new MainWatch(Thread.currentThread());
        StartOrder order = new StartOrder(configuration, instrumentation, main);
        instrumentation.addTransformer(new WeavingTransformer(instrumentation, order));
    }
}
