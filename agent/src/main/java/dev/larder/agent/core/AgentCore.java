package dev.larder.agent.core;

import dev.larder.agent.core.weave.CachePlan;
import dev.larder.agent.core.weave.RefusedMethod;
import dev.larder.agent.core.weave.WeavingListener;
import dev.larder.agent.core.weave.WeavingTransformer;
import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** The composition root: makes the parts and starts them in order. */
public final class AgentCore {

    private AgentCore() {}

    /** Called by the launcher, on the thread that is about to run the application's main. */
    public static void start(@Nullable String arguments, Instrumentation instrumentation, File jar) {
        instrumentation.addTransformer(new WeavingTransformer(instrumentation, new Unheard()));
    }

    private static final class Unheard implements WeavingListener {

        @Override
        public void beforeFirstWeaving() {}

        @Override
        public void woven(CachePlan plan) {}

        @Override
        public void refused(RefusedMethod method) {}

        @Override
        public void watchedClassLoads(String internalName) {}
    }
}
