package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The store in this process.
 *
 * @param maxEntries above this the least useful entries are dropped
 * @param fallbackTtl the longest time an entry lives while memory replaces a Redis that is away; no limit if no Redis
 *     is configured
 */
public record MemoryConfig(long maxEntries, Duration fallbackTtl) {

    public static final long DEFAULT_MAX_ENTRIES = 10_000;
    public static final Duration DEFAULT_FALLBACK_TTL = Duration.ofMinutes(1);

    public static MemoryConfig defaults() {
        return new MemoryConfig(DEFAULT_MAX_ENTRIES, DEFAULT_FALLBACK_TTL);
    }
}
