package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.Phases;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends the remaining evictions at the end of the process: a job may be done before its first connection is made.
 *
 * <p>Without such evictions it takes no time, and otherwise at most {@link #LIMIT}. It logs only a failure, and does
 * not change how the process ends.
 *
 * <p><b>Threads.</b> Runs on a thread of its own, which the JVM starts when it ends, beside those of the application.
 */
final class ShutdownFlush {

    /** Enough for a first connection on a busy machine. */
    static final Duration LIMIT = Duration.ofSeconds(3);

    private final Phases phases;
    private final String address;
    private final Consumer<Duration> flush;
    private final Thread hook = AgentThreads.named("exit").newThread(this::sendRemaining);

    /** @param flush tries once more to send them to Redis, and returns within its limit */
    ShutdownFlush(Phases phases, String address, Consumer<Duration> flush) {
        this.phases = phases;
        this.address = address;
        this.flush = flush;
    }

    void arm() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process ends before it has evicted anything.
        }
    }

    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // Then the thread has been started, and finds out by itself what there is to do.
        }
    }

    /** Does nothing in mode {@code OFF}. */
    void sendRemaining() {
        if (phases.outstanding() == 0 || phases.current().mode() == Mode.OFF) {
            return;
        }
        flush.accept(LIMIT);
        int left = phases.outstanding();
        if (left > 0) {
            AgentLog.say(Message.EVICTIONS_NOT_SENT.of(
                    address, left, phases.current().status().reason()));
        }
    }
}
