package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The last chance of evictions that Redis has not heard of: a job may be done before the first connection is made.
 *
 * <p>Costs the end of the process nothing unless there are such evictions, and at most {@link #LIMIT} if there are. Says
 * something only if it failed, and changes nothing about how the process ends.
 *
 * <p><b>Threads.</b> Runs on a thread of its own, which the JVM starts when it ends, beside those of the application.
 */
final class Farewell {

    /** For a first connection, on a machine that has other things to do. */
    static final Duration LIMIT = Duration.ofSeconds(3);

    private final Phases phases;
    private final String address;
    private final Consumer<Duration> flush;
    private final Thread hook = AgentThreads.named("exit").newThread(this::tellRedis);

    /** @param flush tries once more to tell Redis, and returns in time */
    Farewell(Phases phases, String address, Consumer<Duration> flush) {
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
            // Then it has been started, and finds out by itself what there is to do.
        }
    }

    /** Of an agent that is switched off nobody expects anything. */
    void tellRedis() {
        if (phases.outstanding() == 0 || phases.current().mode() == Mode.OFF) {
            return;
        }
        flush.accept(LIMIT);
        int left = phases.outstanding();
        if (left > 0) {
            AgentLog.warn(
                    "The process ends, and Redis at " + address + " has not been told of its last evictions (" + left
                            + "): " + phases.current().status().reason()
                            + ". Until their time to live is over, other processes"
                            + " may be served the entries that were evicted. Evict them again, or everything, from one of those.");
        }
    }
}
