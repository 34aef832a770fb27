package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * How values are loaded and how large they may be.
 *
 * @param lease how long other callers, here and in other processes, wait for the one that loads before another one of
 *     them loads; none waits longer than twice that before it runs the method itself
 * @param maxValueBytes a result whose encoded form is larger is returned and not stored
 */
public record LoadConfig(Duration lease, int maxValueBytes) {

    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(5);
    public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;

    public static LoadConfig defaults() {
        return new LoadConfig(DEFAULT_LEASE, DEFAULT_MAX_VALUE_BYTES);
    }
}
