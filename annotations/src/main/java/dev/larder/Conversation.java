package dev.larder;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How this jar and the agent speak to each other: by the names of operations and by arguments of the JDK's own types,
 * for neither sees the other's classes.
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
 * <p><b>Failure.</b> An agent that does not speak this version answers null and says so on its log. Then, and without
 * an agent, {@link WithoutAgent} answers.
 *
 * <p><b>Threads.</b> Thread-safe. The agent is looked for once, on the first use.
 */
final class Conversation {

    /** Goes up when operations are added or changed. */
    static final int VERSION = 1;

    private static final String BRIDGE = "dev.larder.agent.bridge.Programmatic";

    /** The JVM makes it once, on the first use, whoever comes first. */
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

    /** A partner for the entries of {@code type}; {@code origin} is the class that named it. */
    static BiFunction<String, Object[], Object> about(Class<?> origin, Type type) {
        return function(ask("cache", origin, type));
    }

    /** Asks for an operation on entries. */
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

    /** Null without an agent; whatever is in the way, the application goes on without one. */
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
