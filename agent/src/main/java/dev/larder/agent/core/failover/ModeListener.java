package dev.larder.agent.core.failover;

import dev.larder.agent.core.failover.phase.ModeStatus;
import java.time.Duration;

/** Is notified of every change of mode and of attempts to connect, in order, on the background thread. */
@FunctionalInterface
public interface ModeListener {

    /**
     * Called after a change.
     *
     * @param lasted how long {@code before} was in force, by the monotonic clock
     */
    void modeChanged(ModeStatus before, ModeStatus now, Duration lasted);

    /**
     * Called after an attempt to connect came to nothing.
     *
     * @param inARow how many have, since Redis was connected last
     * @param reason why; without secrets
     */
    default void attemptFailed(int inARow, String reason) {}
}
