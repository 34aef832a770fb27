package dev.larder.agent.bridge;

import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code dev.larder.Larder} of the annotations finds the agent, whatever class path they are on.
 *
 * <p><b>Shape.</b> A function of an operation's name and its arguments, all of JDK types. {@code
 * dev.larder.Conversation} and {@code core.direct} define the operations; a version number identifies the set of them.
 *
 * <p><b>Threads.</b> Installed once, before the application runs; called from any thread of the application.
 *
 * <p><b>Why</b> not through {@link Bootstrap}: that class is copied, and a copy has no link to the core for this.
 */
public final class Programmatic {

    /** Returns the function for a version. Published once by the core. */
    private static volatile @Nullable IntFunction<@Nullable BiFunction<String, Object[], Object>> agent;

    private Programmatic() {}

    /** The first caller wins: it runs before the application's code, and cannot be replaced. */
    public static synchronized void install(IntFunction<@Nullable BiFunction<String, Object[], Object>> agent) {
        if (Programmatic.agent == null) {
            Programmatic.agent = agent;
        }
    }

    /** Null if no agent is attached, or it does not support {@code version}, which it then logs. */
    public static @Nullable BiFunction<String, Object[], Object> connect(int version) {
        IntFunction<@Nullable BiFunction<String, Object[], Object>> agent = Programmatic.agent;
        return agent == null ? null : agent.apply(version);
    }
}
