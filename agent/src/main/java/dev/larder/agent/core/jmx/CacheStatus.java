package dev.larder.agent.core.jmx;

import dev.larder.agent.core.stats.BehindCounts;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.stats.WarmCounts;
import java.time.Instant;

/**
 * The state of the cache at one moment.
 *
 * @param mode such as {@code REDIS}
 * @param modeSince wall clock of this host
 * @param modeReason a sentence, without secrets
 * @param modeTimes how long each mode has been in force
 * @param stats of all methods together, including those of unloaded classes, since the last reset
 * @param writeBehind the writes whose callers do not wait for them
 * @param warm the methods that are called ahead
 * @param evictions keys removed and tags evicted, by calls and operators, since the last reset
 * @param redisUsedMemoryBytes as Redis last reported; -1 if unknown
 * @param memoryEntries entries in this process, some perhaps expired
 * @param nearEntries copies in this process of entries that are in Redis, some perhaps ended
 * @param standbyEntries values as they were read from Redis, for memory to begin with, some perhaps ended
 * @param standbyHits how many of them memory has used, since the start
 * @param journalSize evictions that Redis has not received yet
 * @param cachedMethods methods that are cached now
 * @param refusedMethods methods with an annotation that has no effect, or only a part of it
 */
public record CacheStatus(
        String mode,
        Instant modeSince,
        String modeReason,
        ModeTimes modeTimes,
        StatsSnapshot stats,
        BehindCounts writeBehind,
        WarmCounts warm,
        long evictions,
        long redisGetP50Micros,
        long redisGetP99Micros,
        long redisUsedMemoryBytes,
        long memoryEntries,
        long nearEntries,
        long standbyEntries,
        long standbyHits,
        long journalSize,
        int cachedMethods,
        int refusedMethods) {}
