package dev.larder.agent.core.stats;

/**
 * The counts of one cached method, or of all together, since the last reset.
 *
 * <p>Every call is exactly one of hit, miss, bypass and error.
 *
 * @param hits calls answered from the cache
 * @param misses calls that found no fresh entry
 * @param bypasses calls that did not ask the cache: switched off, {@code when} was false, no key or tag could be made,
 *     or the transaction has written
 * @param errors calls that ran the method uncached because of a fault of the agent or of Redis
 * @param loads runs of the method, on behalf of the cache, that returned
 * @param loadFailures runs of the method, on behalf of the cache, that threw
 * @param loadNanos the time of all {@code loads} together
 * @param stores results that were stored
 * @param refusedStores results the store refused: meanwhile the entry was evicted, another loader took over, or the
 *     object's part of the key changed
 * @param unfitResults results that cannot be kept: too large, of a type that does not read back the same, or vetoed
 * @param decodeFailures entries found whose bytes could not be read; such a call is a miss
 * @param staleServed calls that got a value past its time to live: while it was refreshed, or because the method threw
 * @param refreshes entries that were replaced in the background, or by one caller before their end
 * @param refreshFailures refreshes whose method threw, or whose result the store did not confirm
 * @param nearHits those of the hits of methods that keep copies which needed nothing but this process
 */
public record StatsSnapshot(
        long hits,
        long misses,
        long bypasses,
        long errors,
        long loads,
        long loadFailures,
        long loadNanos,
        long stores,
        long refusedStores,
        long unfitResults,
        long decodeFailures,
        long staleServed,
        long refreshes,
        long refreshFailures,
        long nearHits) {

    public static final StatsSnapshot ZERO = new StatsSnapshot(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final double NANOS_PER_MILLI = 1e6;

    /** Without stale values, refreshes and near hits. */
    public StatsSnapshot(
            long hits,
            long misses,
            long bypasses,
            long errors,
            long loads,
            long loadFailures,
            long loadNanos,
            long stores,
            long refusedStores,
            long unfitResults,
            long decodeFailures) {
        this(
                hits,
                misses,
                bypasses,
                errors,
                loads,
                loadFailures,
                loadNanos,
                stores,
                refusedStores,
                unfitResults,
                decodeFailures,
                0,
                0,
                0,
                0);
    }

    public long calls() {
        return hits + misses + bypasses + errors;
    }

    /** Hits divided by hits and misses, from 0 to 1; 0 without any. */
    public double hitRate() {
        return ratio(hits, hits + misses);
    }

    /** The mean duration of the loads that returned; 0 if there was none. */
    public double averageLoadMillis() {
        return ratio(loadNanos, loads) / NANOS_PER_MILLI;
    }

    /** Field by field. */
    public StatsSnapshot plus(StatsSnapshot other) {
        return new StatsSnapshot(
                hits + other.hits,
                misses + other.misses,
                bypasses + other.bypasses,
                errors + other.errors,
                loads + other.loads,
                loadFailures + other.loadFailures,
                loadNanos + other.loadNanos,
                stores + other.stores,
                refusedStores + other.refusedStores,
                unfitResults + other.unfitResults,
                decodeFailures + other.decodeFailures,
                staleServed + other.staleServed,
                refreshes + other.refreshes,
                refreshFailures + other.refreshFailures,
                nearHits + other.nearHits);
    }

    /** Field by field. */
    StatsSnapshot minus(StatsSnapshot other) {
        return new StatsSnapshot(
                hits - other.hits,
                misses - other.misses,
                bypasses - other.bypasses,
                errors - other.errors,
                loads - other.loads,
                loadFailures - other.loadFailures,
                loadNanos - other.loadNanos,
                stores - other.stores,
                refusedStores - other.refusedStores,
                unfitResults - other.unfitResults,
                decodeFailures - other.decodeFailures,
                staleServed - other.staleServed,
                refreshes - other.refreshes,
                refreshFailures - other.refreshFailures,
                nearHits - other.nearHits);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0.0 : (double) part / whole;
    }
}
