package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings of methods that are called ahead.
 *
 * @param delay how long after an object was made it may be called
 * @param rate calls a second in this process
 */
public record WarmConfig(Duration delay, int rate) {

    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(3);
    public static final long DEFAULT_RATE = 50;

    public static WarmConfig defaults() {
        return new WarmConfig(DEFAULT_DELAY, (int) DEFAULT_RATE);
    }
}
