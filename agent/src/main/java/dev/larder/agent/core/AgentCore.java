package dev.larder.agent.core;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.bridge.Programmatic;
import dev.larder.agent.core.weave.WeavingTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The composition root's first step, in {@code premain}, on borrowed time: only the command line is looked at and the
 * transformer installed. All else is {@link Caching}, which begins when the first annotated class is loaded or
 * the programmatic API is first used, if ever.
 */
public final class AgentCore implements BiConsumer<@Nullable String, Instrumentation> {

    /** Nobody else has it, so nobody else installs a linker. */
    static final Object CREDENTIAL = new Object();

    /** Called by the launcher, on the thread that is about to run the application's main. */
    @Override
    public void accept(@Nullable String arguments, Instrumentation instrumentation) {
        Bootstrap.claim(CREDENTIAL);
        Configuration configuration = new Configuration(arguments);
        configuration.readIfGivenOnCommandLine();
        MainWatch main = new MainWatch(Thread.currentThread());
        StartOrder order = new StartOrder(configuration, instrumentation, main);
        Programmatic.install(new ProgrammaticDoor(order));
        instrumentation.addTransformer(new WeavingTransformer(instrumentation, order));
    }
}
