package dev.larder.agent.bridge;

import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code dev.larder.Larder} of the annotations finds the agent, wherever on whichever class path they are.
 *
 * <p><b>Shape.</b> A function of an operation's name and its arguments, all of the JDK's own types. Which operations
 * there are is between {@code dev.larder.Conversation} and {@code core.direct}; a version number names the set of
 * them.
 *
 * <p><b>Threads.</b> Installed once, before the application runs; called from any thread of the application.
 *
 * <p><b>Why</b> not through {@link Bootstrap}: that one is copied to where it has nobody to talk to.
 */
public final class Programmatic {

    /** From a version to the function that speaks it. Published once by the core. */
    private static volatile @Nullable IntFunction<@Nullable BiFunction<String, Object[], Object>> agent;

    private Programmatic() {}

    /** The first one wins: it comes before the application's code does, and nobody takes its place. */
    public static synchronized void install(IntFunction<@Nullable BiFunction<String, Object[], Object>> agent) {
        if (Programmatic.agent == null) {
            Programmatic.agent = agent;
        }
    }

    /** Null if no agent is attached, or it does not speak {@code version}, which it then says itself. */
    public static @Nullable BiFunction<String, Object[], Object> connect(int version) {
        IntFunction<@Nullable BiFunction<String, Object[], Object>> agent = Programmatic.agent;
        return agent == null ? null : agent.apply(version);
    }
}
