package dev.larder.agent.core;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.bridge.Programmatic;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.ClosedModules;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.weave.WeavingTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The composition root's first step, in {@code premain}: it only reads the command line and installs the transformer.
 * The rest is {@link Caching}, which begins when the first annotated class is loaded or the programmatic API is first
 * used, if ever.
 */
public final class AgentCore implements BiConsumer<@Nullable String, Instrumentation> {

    /** No other code has it, so no other code can install a linker. */
    static final Object CREDENTIAL = new Object();

    /** Called by the launcher, on the thread that is about to run the application's main. */
    @Override
    public void accept(@Nullable String arguments, Instrumentation instrumentation) {
        Bootstrap.claim(CREDENTIAL);
        Configuration configuration = new Configuration(arguments);
        configuration.readIfNeededAtOnce();
        ClosedModules.install(new OpenedModules(instrumentation));
        MainWatch main = new MainWatch(Thread.currentThread());
        StartOrder order = new StartOrder(configuration, instrumentation, main);
        Programmatic.install(new ProgrammaticDoor(order));
        // Being able to retransform puts it after transformers that cannot, so that they see the class files as they
        // are on disk.
        instrumentation.addTransformer(new WeavingTransformer(instrumentation, order), true);
        sayThatItIsAttached(configuration);
    }

    /**
     * Also if nothing is annotated: otherwise such a JVM would look like one without the agent. Not in the JDK's
     * tools, to which {@code JAVA_TOOL_OPTIONS} attaches the agent as well, and not if a WARN has shown it already.
     */
    private static void sayThatItIsAttached(Configuration configuration) {
        if (configuration.hasComplained() || configuration.host().isJdkTool()) {
            return;
        }
        Message attached = configuration.isSwitchedOff() ? Message.ATTACHED_OFF : Message.ATTACHED;
        AgentLog.say(attached.of(AgentVersion.TEXT));
    }
}
