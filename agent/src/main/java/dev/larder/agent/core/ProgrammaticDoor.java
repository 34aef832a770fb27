package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the programmatic API: starts caching, and returns the function that carries the operations out.
 *
 * <p><b>Threads.</b> Called on the application's threads, once for each copy of the annotations that is in use.
 *
 * <p><b>Failure.</b> Never throws. A caller that gets null continues as without the agent.
 *
 * <p><b>Why</b> so small: it is made in premain, and must not load the classes of what it starts.
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
                AgentLog.say(Message.OTHER_API_VERSION.of(version, VERSION));
            }
        } catch (Throwable fault) {
            AgentLog.say(Message.API_NOT_STARTED.of(), fault);
        }
        return null;
    }
}
