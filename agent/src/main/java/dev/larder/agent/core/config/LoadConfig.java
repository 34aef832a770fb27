package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * How values are loaded and how large they may be.
 *
 * @param lease how long other callers, here and in other processes, wait for the one that loads before another one of
 *     them loads; none waits longer than twice that before it runs the method itself
 * @param maxValueBytes a result whose encoded form is larger is returned and not stored
 * @param holdOff how long after an eviction what is loaded is returned and not stored, since the source may still say
 *     what it said before; zero for not at all
 */
public record LoadConfig(Duration lease, int maxValueBytes, Duration holdOff) {

    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(5);
    public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;
    public static final Duration DEFAULT_HOLD_OFF = Duration.ZERO;

    /** For sources that never lag. */
    public LoadConfig(Duration lease, int maxValueBytes) {
        this(lease, maxValueBytes, DEFAULT_HOLD_OFF);
    }

    public static LoadConfig defaults() {
        return new LoadConfig(DEFAULT_LEASE, DEFAULT_MAX_VALUE_BYTES);
    }
}
