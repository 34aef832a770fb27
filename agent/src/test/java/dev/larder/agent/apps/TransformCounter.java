package dev.larder.agent.apps;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An agent that notes which classes are retransformed or redefined, by whomever, and changes none. */
public final class TransformCounter implements ClassFileTransformer {

    private static final List<String> AGAIN = new CopyOnWriteArrayList<>();

    private TransformCounter() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new TransformCounter(), true);
    }

    /** The names of the classes, each as often as it was transformed again. */
    static List<String> transformedAgain() {
        return List.copyOf(AGAIN);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (classBeingRedefined != null) {
            AGAIN.add(classBeingRedefined.getName());
        }
        return null;
    }
}
