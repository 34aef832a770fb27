package dev.larder.agent.core.weave;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;

/** For tests in which nothing of the JVM may be touched. */
final class NoInstrumentation {

    private NoInstrumentation() {}

    static Instrumentation create() {
        return (Instrumentation) Proxy.newProxyInstance(
                NoInstrumentation.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, args) -> {
                    throw new AssertionError("touched the JVM: " + method);
                });
    }
}
