package dev.larder.agent.core.jmx;

/**
 * The management interface of {@code dev.larder:type=Cache}. Names and types are public: dashboards depend on them.
 */
@Description("The cache of this process. Counts are since the last resetStatistics() and never go down otherwise;"
        + " attributes read with one request are of one moment, give or take a few calls.")
public interface CacheMXBean {

    @Description("INITIALIZING, REDIS, MEMORY, RECOVERING or OFF")
    String getMode();

    @Description("When the mode was entered, ISO 8601 in UTC by this host's clock")
    String getModeSince();

    @Description("Why this mode; while Redis cannot be used, the latest reason for that")
    String getModeReason();

    @Description("Time in mode INITIALIZING since the stores started, seconds")
    long getSecondsInInitializing();

    @Description("Time in mode REDIS since the stores started, seconds")
    long getSecondsInRedis();

    @Description("Time in mode MEMORY since the stores started, seconds")
    long getSecondsInMemory();

    @Description("Time in mode RECOVERING since the stores started, seconds")
    long getSecondsInRecovering();

    @Description("Time in mode OFF since the stores started, seconds")
    long getSecondsInOff();

    @Description("The Redis that is configured, without user and password; empty for none")
    String getRedisUrl();

    @Description("The text that every key in Redis begins with")
    String getNamespace();

    @Description("The version of the agent")
    String getVersion();

    @Description("The configuration in force, each value with its source, without secrets")
    String getConfiguration();

    @Description("Calls answered from the cache, of all methods, also unloaded ones; reset by resetStatistics()")
    long getHits();

    @Description("Calls that found no fresh entry; reset by resetStatistics()")
    long getMisses();

    @Description("Hits / (hits + misses), 0 to 1, 0 without calls; reset by resetStatistics()")
    double getHitRate();

    @Description(
            "Calls that did not ask the cache: switched off, when returned false, an argument cannot be part of the key, or the transaction has evicted or put something;"
                    + " reset by resetStatistics()")
    long getBypasses();

    @Description("Calls whose method ran because of a fault of Redis or of the agent; reset by resetStatistics()")
    long getErrors();

    @Description("Runs of methods, after a miss or to refresh an entry, that returned; reset by resetStatistics()")
    long getLoads();

    @Description("Runs of methods, after a miss or to refresh an entry, that threw; reset by resetStatistics()")
    long getLoadFailures();

    @Description("Results stored in the cache; reset by resetStatistics()")
    long getStores();

    @Description(
            "Calls that got a value past its ttl: while it was refreshed, or because the method threw; reset by resetStatistics()")
    long getStaleServed();

    @Description(
            "Values that were replaced by a refresh, before or after the end of their ttl; reset by resetStatistics()")
    long getRefreshes();

    @Description("Refreshes whose method threw, or whose value Redis did not confirm; reset by resetStatistics()")
    long getRefreshFailures();

    @Description(
            "Keys and tags evicted, not entries that reached the end of their time to live; reset by resetStatistics()")
    long getEvictions();

    @Description(
            "Median time of a read from Redis over about the last minute, microseconds; an unanswered read counts with the time that was waited for it; 0 without reads")
    long getRedisGetP50Micros();

    @Description("99th percentile of the time of a read from Redis over about the last minute, microseconds; 0 without"
            + " reads")
    long getRedisGetP99Micros();

    @Description("Memory used by the Redis server, bytes, as it last reported; -1 if unknown")
    long getRedisUsedMemoryBytes();

    @Description("Entries in the memory of this process; some may have expired")
    long getMemoryEntries();

    @Description("Copies in this process of entries that are in Redis, of methods with tier NEAR; some may have ended")
    long getNearEntries();

    @Description(
            "Values as they were read from Redis, for memory to begin with when Redis goes, as far as it has not used"
                    + " them; some may have ended")
    long getStandbyEntries();

    @Description(
            "How many of them memory has used, each counted once, since the agent started: runs of methods that were"
                    + " saved")
    long getStandbyHits();

    @Description("Evictions that are still to be sent to Redis, now")
    long getJournalSize();

    @Description("Values of writeBehind puts that wait to be written or are being written, now")
    long getWriteBehindQueue();

    @Description("How long the oldest of these has waited, milliseconds; 0 if there is none")
    long getWriteBehindOldestMillis();

    @Description(
            "Runs of writeBehind methods that threw, each of which is followed by another unless the value is lost;"
                    + " reset by resetStatistics()")
    long getWriteBehindFailures();

    @Description(
            "Values of writeBehind puts that were given up, or left when the process ended; reset by resetStatistics()")
    long getWriteBehindLost();

    @Description("Turns in which this process called methods with @Warm; reset by resetStatistics()")
    long getWarmRuns();

    @Description("The calls of these turns, those that found an entry included; reset by resetStatistics()")
    long getWarmCalls();

    @Description("Calls of these turns, and methods that yield their arguments, that threw; reset by resetStatistics()")
    long getWarmFailures();

    @Description("When the last of these turns ended, ISO 8601, by this host's clock; empty if there was none")
    String getLastWarm();

    @Description("Entries that were read ahead from Redis after the start, see larder.warm.keys")
    long getWarmKeys();

    @Description("Names among those of the most used entries in Redis that were not understood, and ignored")
    long getWarmKeysIgnored();

    @Description(
            "Whether each method with @Warm of which there is an object has had its first turn, here or in another process, and"
                    + " what larder.warm.keys has read ahead has been read")
    boolean isWarmed();

    @Description("Methods that are cached, now")
    int getCachedMethods();

    @Description("Methods with an annotation that has no effect, or only a part of it; the log says why")
    int getRefusedMethods();

    @Description("Whether calls use the cache; when false, methods run as without the agent")
    boolean isEnabled();

    void setEnabled(boolean enabled);

    @Description("Chooses the mode for some time. The evictions of this process reach Redis as before. Another call"
            + " replaces the choice, and setting Enabled ends it")
    void forceMode(
            @Description(value = "OFF, MEMORY, REDIS if Redis is connected, or AUTO to end the choice", name = "mode")
                    String mode,
            @Description(value = "1 to 86400; ignored for AUTO", name = "seconds") long seconds);

    @Description("Evicts one key; returns whether there was an entry")
    boolean evict(@Description(value = "the key without the namespace", name = "key") String key);

    @Description(
            "Evicts all keys that match; returns how many, -1 if Redis is away or refuses SCAN. Scans all keys of the Redis server")
    long evictPattern(
            @Description(value = "keys without the namespace; * any text, ? one character", name = "pattern")
                    String pattern);

    @Description("Evicts all keys of the namespace, for every process that shares it; returns how many, -1 if Redis is"
            + " away or refuses SCAN")
    long evictAll();

    @Description(value = "Sends Redis a command; returns how long it took, in microseconds", readOnly = true)
    long ping();

    @Description("Starts all counts of all MBeans of the agent from zero; entries stay")
    void resetStatistics();

    @Description(
            value =
                    "Says what is known of a key: whether there is an entry, its time left and its size; never its value",
            readOnly = true)
    EntryInfo inspect(@Description(value = "the key without the namespace", name = "key") String key);
}
