package dev.larder;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The connection between this jar and the agent: names of operations, and arguments of JDK types, since neither sees
 * the other's classes.
 *
 * <p><b>Shape.</b> The bridge on the system class path, {@code dev.larder.agent.bridge.Programmatic}, answers {@code
 * connect(version)} with a function of an operation and its arguments:
 *
 * <pre>
 *   "mode"                    the name of a {@link Mode}
 *   "key"    template, arguments
 *   "cache"  origin, type     a function for the entries of that type. Its operations are named like the methods of
 *                             {@link LarderCache}; their arguments are the ttl in milliseconds, the tags, and their own
 * </pre>
 *
 * <p><b>Failure.</b> An agent that does not support this version returns null and logs it. Then, and without an agent,
 * {@link WithoutAgent} is used.
 *
 * <p><b>Threads.</b> Thread-safe. Looks for the agent once, on the first use.
 */
final class Conversation {

    /** Increases when operations are added or changed. */
    static final int VERSION = 1;

    private static final String BRIDGE = "dev.larder.agent.bridge.Programmatic";

    /** Created by the JVM once, on the first use. */
    private static final class Partner {
        static final BiFunction<String, Object[], Object> AGENT = connect();
        static final BiFunction<String, Object[], Object> ANSWERING = AGENT == null ? new WithoutAgent() : AGENT;
    }

    private Conversation() {}

    static boolean isWithAgent() {
        return Partner.AGENT != null;
    }

    static Object ask(String operation, Object... arguments) {
        return Partner.ANSWERING.apply(operation, arguments);
    }

    /** The function for the entries of {@code type}; {@code origin} is the class that named it. */
    static BiFunction<String, Object[], Object> about(Class<?> origin, Type type) {
        return function(ask("cache", origin, type));
    }

    /** Calls an operation on entries. */
    static Object ask(
            BiFunction<String, Object[], Object> partner,
            String operation,
            long ttlMillis,
            List<String> tags,
            Object... own) {
        Object[] arguments = new Object[own.length + 2];
        arguments[0] = ttlMillis;
        arguments[1] = tags.toArray(new String[0]);
        System.arraycopy(own, 0, arguments, 2, own.length);
        return partner.apply(operation, arguments);
    }

    /** Null without an agent; after any failure the application continues without one. */
    private static BiFunction<String, Object[], Object> connect() {
        try {
            Class<?> bridge = Class.forName(BRIDGE, true, ClassLoader.getSystemClassLoader());
            return function(bridge.getMethod("connect", int.class).invoke(null, VERSION));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError absent) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Object[], Object> function(Object answer) {
        return (BiFunction<String, Object[], Object>) answer;
    }
}
