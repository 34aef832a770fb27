package dev.larder.benchmarks.copies;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** What the agent makes its copies with, from its jar. */
final class AgentCopies {

    private static final String CORE = "dev.larder.agent.core.codec.";
    private static final long MAX_BYTES = 1L << 30;

    private final MethodHandle prototype;
    private final MethodHandle copy;

    /** @param agent see {@link dev.larder.benchmarks.codec.PackedCodec#loaderOf} */
    AgentCopies(ClassLoader agent) throws ReflectiveOperationException {
        Class<?> copies = agent.loadClass(CORE + "Copies");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        prototype = lookup.findStatic(
                        agent.loadClass(CORE + "copy.Prototype"),
                        "of",
                        MethodType.methodType(copies, Object.class, long.class))
                .asType(MethodType.methodType(Object.class, Object.class, long.class));
        copy = lookup.findVirtual(copies, "copy", MethodType.methodType(Object.class))
                .asType(MethodType.methodType(Object.class, Object.class));
    }

    Object prototypeOf(Object value) throws Exception {
        try {
            return (Object) prototype.invokeExact(value, MAX_BYTES);
        } catch (Throwable e) {
            throw new IllegalStateException("The agent does not copy its own sample", e);
        }
    }

    Object copyOf(Object prototype) throws Throwable {
        return (Object) copy.invokeExact(prototype);
    }
}
