package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The store in this process.
 *
 * @param maxEntries above this the least useful entries go
 * @param fallbackTtl the longest an entry lives while memory stands in for a Redis that is away; no limit where
 *     memory is all there is
 */
public record MemoryConfig(long maxEntries, Duration fallbackTtl) {

    public static final long DEFAULT_MAX_ENTRIES = 10_000;
    public static final Duration DEFAULT_FALLBACK_TTL = Duration.ofMinutes(1);

    public static MemoryConfig defaults() {
        return new MemoryConfig(DEFAULT_MAX_ENTRIES, DEFAULT_FALLBACK_TTL);
    }
}
