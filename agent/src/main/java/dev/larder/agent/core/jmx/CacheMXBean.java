package dev.larder.agent.core.jmx;

/**
 * The management interface of {@code dev.larder:type=Cache}. Names and types are public: dashboards depend on them.
 */
@Description("The cache of this process. Counts are since the last resetStatistics() and never go down otherwise;"
        + " attributes read together may be a few calls apart.")
public interface CacheMXBean {

    @Description("INITIALIZING, REDIS, MEMORY, RECOVERING or OFF")
    String getMode();

    @Description("When the mode was entered, ISO 8601 in UTC by this host's clock")
    String getModeSince();

    @Description("Why the mode was entered")
    String getModeReason();

    @Description("The Redis in use, without user and password; empty for none")
    String getRedisUrl();

    @Description("What every key in Redis begins with")
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
            "Calls that did not ask the cache: switched off, when() said no, no key, or the transaction has written;"
                    + " reset by resetStatistics()")
    long getBypasses();

    @Description("Calls whose method ran because of a fault of Redis or of the agent; reset by resetStatistics()")
    long getErrors();

    @Description("Runs of methods for the cache that returned; reset by resetStatistics()")
    long getLoads();

    @Description("Runs of methods for the cache that threw; reset by resetStatistics()")
    long getLoadFailures();

    @Description("Results put into the cache; reset by resetStatistics()")
    long getStores();

    @Description("Keys removed by eviction, not those whose time was up; reset by resetStatistics()")
    long getEvictions();

    @Description("Median time of a read from Redis over about the last minute, microseconds; 0 without reads")
    long getRedisGetP50Micros();

    @Description("99th percentile of the time of a read from Redis over about the last minute, microseconds; 0 without"
            + " reads")
    long getRedisGetP99Micros();

    @Description("Memory used by the Redis server, bytes, as it last said; -1 if unknown")
    long getRedisUsedMemoryBytes();

    @Description("Entries in the memory of this process, some of whose time may be up")
    long getMemoryEntries();

    @Description("Evictions that Redis has not heard of yet, now")
    long getJournalSize();

    @Description("Methods that are cached, now")
    int getCachedMethods();

    @Description("Methods with an annotation that has no effect, or only a part of it; the log says why")
    int getRefusedMethods();

    @Description("Whether calls use the cache; when false, methods run as without the agent")
    boolean isEnabled();

    void setEnabled(boolean enabled);

    @Description("Evicts one key; returns whether there was an entry")
    boolean evict(@Description(value = "the key without the namespace", name = "key") String key);

    @Description("Evicts all keys that match; returns how many. Walks over all keys of the Redis server")
    long evictPattern(
            @Description(value = "keys without the namespace; * any text, ? one character", name = "pattern")
                    String pattern);

    @Description("Evicts all keys of the namespace, for every process that shares it; returns how many")
    long evictAll();

    @Description(value = "Asks Redis for an answer; returns how long it took, in microseconds", readOnly = true)
    long ping();

    @Description("Starts all counts of all MBeans of the agent from zero; entries stay")
    void resetStatistics();

    @Description(value = "Tells what is known of a key: presence, time left, size; never its value", readOnly = true)
    EntryInfo inspect(@Description(value = "the key without the namespace", name = "key") String key);
}
