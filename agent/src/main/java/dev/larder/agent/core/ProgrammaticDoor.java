package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers whoever wants to use the programmatic API: starts caching, and hands over what carries the operations out.
 *
 * <p><b>Threads.</b> Called on the application's threads, once for each copy of the annotations that is in use.
 *
 * <p><b>Failure.</b> Never throws. Whoever gets null goes on as without the agent.
 *
 * <p><b>Why</b> so small: it is made in premain, and loads nothing of what it starts.
 */
final class ProgrammaticDoor implements IntFunction<@Nullable BiFunction<String, Object[], Object>> {

    private static final int VERSION = 1;

    private final StartOrder order;
    private final AtomicBoolean warned = new AtomicBoolean();

    ProgrammaticDoor(StartOrder order) {
        this.order = order;
    }

    @Override
    public @Nullable BiFunction<String, Object[], Object> apply(int version) {
        try {
            if (version == VERSION) {
                return order.programmaticUse();
            }
            if (!warned.getAndSet(true)) {
                AgentLog.warn("The application's larder-annotations speak version " + version
                        + " of the programmatic API, and this agent speaks version " + VERSION
                        + ". dev.larder.Larder works as if there were no agent; annotated methods are cached. Use"
                        + " larder-annotations and larder-agent of the same release.");
            }
        } catch (Throwable fault) {
            AgentLog.error(
                    "The programmatic API could not be started. dev.larder.Larder works as if there were no agent."
                            + " Please report it",
                    fault);
        }
        return null;
    }
}
