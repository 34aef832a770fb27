package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings for loads and for values.
 *
 * @param lease how long other callers, in all processes, wait for a load before one of them loads itself; no caller
 *     waits longer than twice that before it runs the method itself
 * @param maxValueBytes a larger result, in its encoded form, is returned and not stored
 * @param holdOff how long after an eviction a loaded result is returned and not stored, since the source may still
 *     return the old one; zero to disable
 * @param findsSubclasses whether values in Redis may consist of subclasses that the application has loaded
 */
public record LoadConfig(Duration lease, int maxValueBytes, Duration holdOff, boolean findsSubclasses) {

    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(5);
    public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;
    public static final Duration DEFAULT_HOLD_OFF = Duration.ZERO;
    public static final boolean DEFAULT_FINDS_SUBCLASSES = true;

    public LoadConfig(Duration lease, int maxValueBytes, Duration holdOff) {
        this(lease, maxValueBytes, holdOff, DEFAULT_FINDS_SUBCLASSES);
    }

    /** For a source that never returns old data. */
    public LoadConfig(Duration lease, int maxValueBytes) {
        this(lease, maxValueBytes, DEFAULT_HOLD_OFF);
    }

    public static LoadConfig defaults() {
        return new LoadConfig(DEFAULT_LEASE, DEFAULT_MAX_VALUE_BYTES);
    }
}
