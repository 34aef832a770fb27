package dev.larder.agent.core.jmx;

import java.time.Instant;

/**
 * A change of the cache's mode.
 *
 * @param at wall clock of this host
 * @param reason a sentence, without secrets
 */
public record ModeChange(String from, String to, Instant at, String reason) {}
