package dev.larder.agent.core.failover;

import java.time.Duration;

/** Hears of every change of mode, in order, on the background thread. */
@FunctionalInterface
public interface ModeListener {

    /**
     * Says what changed.
     *
     * @param lasted how long {@code before} was in force, by the monotonic clock
     */
    void modeChanged(ModeStatus before, ModeStatus now, Duration lasted);
}
