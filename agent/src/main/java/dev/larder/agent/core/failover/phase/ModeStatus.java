package dev.larder.agent.core.failover.phase;

import java.time.Instant;

/**
 * The mode in force, for people.
 *
 * @param since by the wall clock, for display only; no decision depends on it
 * @param reason why this mode and not another; without secrets
 * @param isForced whether an operator chose it
 */
public record ModeStatus(Mode mode, Instant since, String reason, boolean isForced) {

    /** Of a mode that follows from what happened. */
    public ModeStatus(Mode mode, Instant since, String reason) {
        this(mode, since, reason, false);
    }
}
