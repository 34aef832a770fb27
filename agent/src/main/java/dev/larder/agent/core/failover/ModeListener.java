package dev.larder.agent.core.failover;

import dev.larder.agent.core.failover.phase.ModeStatus;
import java.time.Duration;

/** Is notified of every change of mode, in order, on the background thread. */
@FunctionalInterface
public interface ModeListener {

    /**
     * Called after a change.
     *
     * @param lasted how long {@code before} was in force, by the monotonic clock
     */
    void modeChanged(ModeStatus before, ModeStatus now, Duration lasted);
}
