package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings of the store in this process.
 *
 * @param maxEntries the bound above which the least useful entries are dropped
 * @param fallbackTtl the maximum ttl of an entry while memory stands in for Redis; no limit if no Redis is configured
 */
public record MemoryConfig(long maxEntries, Duration fallbackTtl) {

    public static final long DEFAULT_MAX_ENTRIES = 10_000;
    public static final Duration DEFAULT_FALLBACK_TTL = Duration.ofMinutes(1);

    public static MemoryConfig defaults() {
        return new MemoryConfig(DEFAULT_MAX_ENTRIES, DEFAULT_FALLBACK_TTL);
    }
}
