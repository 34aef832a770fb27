package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings of methods that are called ahead.
 *
 * @param delay how long after an object was made it may be called
 * @param rate calls a second in this process, and entries read ahead
 * @param keys how many entries are read ahead from Redis after the start; 0 for none
 */
public record WarmConfig(Duration delay, int rate, int keys) {

    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(3);
    public static final long DEFAULT_RATE = 50;
    public static final long DEFAULT_KEYS = 0;

    /** What Redis can sort while others wait. */
    public static final long MOST_KEYS = 10_000;

    public static WarmConfig defaults() {
        return new WarmConfig(DEFAULT_DELAY, (int) DEFAULT_RATE, (int) DEFAULT_KEYS);
    }
}
