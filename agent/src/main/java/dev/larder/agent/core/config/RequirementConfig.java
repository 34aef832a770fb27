package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * Whether a process may run without Redis.
 *
 * @param isRequired whether it ends instead
 * @param startupTimeout how long Redis may take to be there at the start
 * @param maxAttempts how many attempts to reconnect may fail, one after the other, after Redis was lost
 */
public record RequirementConfig(boolean isRequired, Duration startupTimeout, int maxAttempts) {

    public static final boolean DEFAULT_REQUIRED = false;
    public static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofSeconds(30);
    public static final long DEFAULT_MAX_ATTEMPTS = 30;

    public static RequirementConfig defaults() {
        return new RequirementConfig(DEFAULT_REQUIRED, DEFAULT_STARTUP_TIMEOUT, (int) DEFAULT_MAX_ATTEMPTS);
    }
}
