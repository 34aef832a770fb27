package dev.larder.agent.core.failover.phase;

import java.time.Instant;

/**
 * The mode in force, for people.
 *
 * @param since by the wall clock, for display only; no decision depends on it
 * @param reason why this mode and not another; without secrets
 */
public record ModeStatus(Mode mode, Instant since, String reason) {}
