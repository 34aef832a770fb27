package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.ClosedModules;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Opens packages to the agent's own module through the JVM's instrumentation, which needs no consent of the module. */
record OpenedModules(Instrumentation instrumentation) implements Consumer<Class<?>> {

    @Override
    public void accept(Class<?> type) {
        Module agent = ClosedModules.class.getModule();
        try {
            instrumentation.redefineModule(
                    type.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of(type.getPackageName(), Set.of(agent)),
                    Set.of(),
                    Map.of());
        } catch (RuntimeException | LinkageError e) { // this JVM does not open the module: the reader reports it
            AgentLog.debug(() -> "The package " + type.getPackageName() + " stays closed: " + e);
        }
    }
}
