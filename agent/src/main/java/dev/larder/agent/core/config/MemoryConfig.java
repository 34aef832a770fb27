package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings of the store in this process.
 *
 * @param maxEntries the bound above which the least useful entries are dropped
 * @param maxBytes the bound of what all entries take, with the same effect
 * @param fallbackTtl the maximum ttl of an entry while memory stands in for Redis; no limit if no Redis is configured
 * @param standby whether memory begins with what was read from Redis
 */
public record MemoryConfig(long maxEntries, long maxBytes, Duration fallbackTtl, boolean standby) {

    public static final long DEFAULT_MAX_ENTRIES = 10_000;
    public static final HeapShare DEFAULT_MAX_BYTES = HeapShare.ofPercent(10);
    public static final Duration DEFAULT_FALLBACK_TTL = Duration.ofMinutes(1);
    public static final boolean DEFAULT_STANDBY = true;

    /** An entry takes no more than this part of the bound: otherwise one could displace nearly all others. */
    private static final int LARGEST_ENTRY = 10;

    /** With a standby. */
    public MemoryConfig(long maxEntries, long maxBytes, Duration fallbackTtl) {
        this(maxEntries, maxBytes, fallbackTtl, DEFAULT_STANDBY);
    }

    /** With the default bound of bytes. */
    public MemoryConfig(long maxEntries, Duration fallbackTtl) {
        this(maxEntries, DEFAULT_MAX_BYTES.of(Runtime.getRuntime().maxMemory()), fallbackTtl);
    }

    /** What one entry may take; a larger result is returned and not stored. */
    public long maxEntryBytes() {
        return Math.max(maxBytes / LARGEST_ENTRY, 1);
    }

    public static MemoryConfig defaults() {
        return new MemoryConfig(DEFAULT_MAX_ENTRIES, DEFAULT_FALLBACK_TTL);
    }
}
