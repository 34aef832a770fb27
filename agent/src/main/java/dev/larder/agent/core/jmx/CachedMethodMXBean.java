package dev.larder.agent.core.jmx;

/**
 * The management interface of {@code dev.larder:type=CachedMethod,name="..."}. Names and types are public: dashboards
 * depend on them.
 */
@Description("One cached method. Counts are since the last resetStatistics() of dev.larder:type=Cache; attributes read"
        + " together may be a few calls apart.")
public interface CachedMethodMXBean {

    @Description("Calls answered from the cache; reset by Cache.resetStatistics()")
    long getHits();

    @Description("Hits of a method with tier NEAR that needed nothing but this process; they count as hits as well;"
            + " reset by Cache.resetStatistics()")
    long getNearHits();

    @Description("Calls that found no fresh entry; reset by Cache.resetStatistics()")
    long getMisses();

    @Description("Hits / (hits + misses), 0 to 1, 0 without calls; reset by Cache.resetStatistics()")
    double getHitRate();

    @Description(
            "Calls that did not ask the cache: switched off, when returned false, an argument cannot be part of the key, or the transaction has evicted or put something;"
                    + " reset by Cache.resetStatistics()")
    long getBypasses();

    @Description("Calls whose method ran because of a fault of Redis or of the agent; reset by Cache.resetStatistics()")
    long getErrors();

    @Description(
            "Runs of the method, after a miss or to refresh an entry, that returned; reset by Cache.resetStatistics()")
    long getLoads();

    @Description(
            "Runs of the method, after a miss or to refresh an entry, that threw; reset by Cache.resetStatistics()")
    long getLoadFailures();

    @Description("Mean time of a load that returned, milliseconds, 0 without loads; reset by Cache.resetStatistics()")
    double getAverageLoadMillis();

    @Description("Results that went into the cache; reset by Cache.resetStatistics()")
    long getStores();

    @Description(
            "Results that did not go into the cache because they cannot be kept: too large, of a type that cannot be"
                    + " stored, or unless returned true; reset by Cache.resetStatistics()")
    long getUnfitResults();

    @Description(
            "Results that the cache did not take because, while the method ran, the entry was evicted or replaced, or what its key has of the object changed;"
                    + " reset by Cache.resetStatistics()")
    long getRefusedStores();

    @Description(
            "Entries that were found and could not be read, such as one of another form, changed, or encrypted with another key; the call is a miss;"
                    + " reset by Cache.resetStatistics()")
    long getUnreadableEntries();

    @Description(
            "Calls that got a value past its ttl: while it was refreshed, or because the method threw; reset by Cache.resetStatistics()")
    long getStaleServed();

    @Description(
            "Values that were replaced by a refresh, before or after the end of their ttl; reset by Cache.resetStatistics()")
    long getRefreshes();

    @Description("Refreshes whose method threw, or whose value Redis did not confirm; reset by Cache.resetStatistics()")
    long getRefreshFailures();

    @Description("The template of the method's keys")
    String getKey();

    @Description("Time to live of what is stored from now on, seconds from 1 to 31536000; a fraction is shown rounded"
            + " up. Entries that are stored already keep theirs. Lasts until the process ends")
    long getTtlSeconds();

    void setTtlSeconds(long ttlSeconds);

    @Description(
            "Where results are kept: SHARED (Redis), NEAR (Redis, with copies in this process) or LOCAL (this process only);"
                    + " lasts until the process ends")
    String getTier();

    void setTier(String tier);

    @Description("Whether calls of this method use the cache; lasts until the process ends")
    boolean isEnabled();

    void setEnabled(boolean enabled);
}
