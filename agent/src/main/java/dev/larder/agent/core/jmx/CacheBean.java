package dev.larder.agent.core.jmx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.stats.StatsSnapshot;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.AttributeList;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@code dev.larder:type=Cache}.
 *
 * <p><b>Failure.</b> Throws only exceptions of the JDK, with a message and no cause: a remote client does not have our
 * classes. Every operation that changes something logs one INFO line.
 */
final class CacheBean implements CacheMXBean {

    /** Longer than any key; anything longer is a mistake or an attack. */
    private static final int MAX_TEXT_LENGTH = 1_024;

    /**
     * The status for several attributes that the thread reads at once. Making a status sums all methods and sorts
     * latencies.
     */
    private static final ThreadLocal<@Nullable CacheStatus> SHARED = new ThreadLocal<>();

    private final CacheOperations cache;

    CacheBean(CacheOperations cache) {
        this.cache = cache;
    }

    @Override
    public String getMode() {
        return status().mode();
    }

    @Override
    public String getModeSince() {
        return status().modeSince().toString();
    }

    @Override
    public String getModeReason() {
        return status().modeReason();
    }

    @Override
    public long getSecondsInInitializing() {
        return status().modeTimes().initializingSeconds();
    }

    @Override
    public long getSecondsInRedis() {
        return status().modeTimes().redisSeconds();
    }

    @Override
    public long getSecondsInMemory() {
        return status().modeTimes().memorySeconds();
    }

    @Override
    public long getSecondsInRecovering() {
        return status().modeTimes().recoveringSeconds();
    }

    @Override
    public long getSecondsInOff() {
        return status().modeTimes().offSeconds();
    }

    @Override
    public String getRedisUrl() {
        return cache.facts().redisUrl();
    }

    @Override
    public String getNamespace() {
        return cache.facts().namespace();
    }

    @Override
    public String getVersion() {
        return cache.facts().version();
    }

    @Override
    public String getConfiguration() {
        return cache.facts().configuration();
    }

    @Override
    public long getHits() {
        return stats().hits();
    }

    @Override
    public long getMisses() {
        return stats().misses();
    }

    @Override
    public double getHitRate() {
        return stats().hitRate();
    }

    @Override
    public long getBypasses() {
        return stats().bypasses();
    }

    @Override
    public long getErrors() {
        return stats().errors();
    }

    @Override
    public long getLoads() {
        return stats().loads();
    }

    @Override
    public long getLoadFailures() {
        return stats().loadFailures();
    }

    @Override
    public long getStores() {
        return stats().stores();
    }

    @Override
    public long getStaleServed() {
        return stats().staleServed();
    }

    @Override
    public long getRefreshes() {
        return stats().refreshes();
    }

    @Override
    public long getRefreshFailures() {
        return stats().refreshFailures();
    }

    @Override
    public long getEvictions() {
        return status().evictions();
    }

    @Override
    public long getRedisGetP50Micros() {
        return status().redisGetP50Micros();
    }

    @Override
    public long getRedisGetP99Micros() {
        return status().redisGetP99Micros();
    }

    @Override
    public long getRedisUsedMemoryBytes() {
        return status().redisUsedMemoryBytes();
    }

    @Override
    public long getMemoryEntries() {
        return status().memoryEntries();
    }

    @Override
    public long getNearEntries() {
        return status().nearEntries();
    }

    @Override
    public long getStandbyEntries() {
        return status().standbyEntries();
    }

    @Override
    public long getStandbyHits() {
        return status().standbyHits();
    }

    @Override
    public long getJournalSize() {
        return status().journalSize();
    }

    @Override
    public long getWriteBehindQueue() {
        return status().writeBehind().queued();
    }

    @Override
    public long getWriteBehindOldestMillis() {
        return status().writeBehind().oldestMillis();
    }

    @Override
    public long getWriteBehindFailures() {
        return status().writeBehind().failures();
    }

    @Override
    public long getWriteBehindLost() {
        return status().writeBehind().lost();
    }

    @Override
    public long getWarmRuns() {
        return status().warm().runs();
    }

    @Override
    public long getWarmCalls() {
        return status().warm().calls();
    }

    @Override
    public long getWarmFailures() {
        return status().warm().failures();
    }

    @Override
    public String getLastWarm() {
        Instant last = status().warm().last();
        return last == null ? "" : last.toString();
    }

    @Override
    public long getWarmKeys() {
        return status().warm().keys();
    }

    @Override
    public long getWarmKeysIgnored() {
        return status().warm().ignoredKeys();
    }

    @Override
    public boolean isWarmed() {
        return status().warm().waiting() == 0;
    }

    @Override
    public int getCachedMethods() {
        return status().cachedMethods();
    }

    @Override
    public int getRefusedMethods() {
        return status().refusedMethods();
    }

    @Override
    public boolean isEnabled() {
        return cache.isEnabled();
    }

    @Override
    public void setEnabled(boolean enabled) {
        answer(() -> {
            cache.setEnabled(enabled);
            return enabled;
        });
        AgentLog.say(Message.CACHE_SWITCHED.of(enabled ? "on" : "off"));
    }

    @Override
    public void forceMode(String mode, long seconds) {
        String checked = check(mode, "mode");
        answer(() -> {
            cache.forceMode(checked, seconds);
            return true;
        });
        if (!checked.equals("AUTO")) {
            AgentLog.say(Message.MODE_CHOSEN.of(checked, seconds));
        }
    }

    @Override
    public boolean evict(String key) {
        String checked = check(key, "key");
        boolean removed = answer(() -> cache.evict(checked));
        AgentLog.say(Message.KEY_EVICTED.of(removed ? "an" : "no"));
        AgentLog.debug(() -> "The key evicted over JMX: " + cache.loggable(checked));
        return removed;
    }

    @Override
    public long evictPattern(String pattern) {
        String checked = check(pattern, "pattern");
        AgentLog.debug(() -> "The pattern to evict over JMX: " + cache.loggable(checked));
        return logged("by pattern", () -> cache.evictPattern(checked));
    }

    @Override
    public long evictAll() {
        return logged("as all of namespace " + cache.facts().namespace(), cache::evictAll);
    }

    @Override
    public long ping() {
        return answer(cache::pingMicros);
    }

    @Override
    public void resetStatistics() {
        answer(() -> {
            cache.resetStatistics();
            return true;
        });
        AgentLog.say(Message.STATISTICS_RESET.of());
    }

    @Override
    public EntryInfo inspect(String key) {
        String checked = check(key, "key");
        return answer(() -> cache.inspect(checked));
    }

    /** Answers all of them from one status, so that they are consistent and cost no more than one. */
    AttributeList readTogether(Supplier<AttributeList> oneByOne) {
        SHARED.set(cache.status());
        try {
            return oneByOne.get();
        } finally {
            SHARED.remove();
        }
    }

    private CacheStatus status() {
        CacheStatus of = SHARED.get();
        return of == null ? cache.status() : of;
    }

    private StatsSnapshot stats() {
        return status().stats();
    }

    private long logged(String how, LongSupplier eviction) {
        long count = answer(eviction::getAsLong);
        AgentLog.say(
                count < 0 ? Message.UNCOUNTED_KEYS_EVICTED.of(how, whyUnknown()) : Message.KEYS_EVICTED.of(count, how));
        return count;
    }

    String whyUnknown() {
        if (cache.isScanRefused()) {
            return "Redis refuses SCAN, so everything in the namespace was evicted. Allow the user to run SCAN (+scan), if"
                    + " Redis has it.";
        }
        return cache.status().mode().equals("OFF")
                ? "The cache is off, and Redis is told when it is switched on."
                : "Redis is away, and is told when it is back.";
    }

    private static <T> T answer(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }

    @SuppressWarnings("ConstantValue") // an MBean server passes what a client sent, including null
    private static String check(String text, String name) {
        if (text == null || text.isEmpty() || text.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("The " + name + " must have 1 to " + MAX_TEXT_LENGTH + " characters.");
        }
        return text;
    }
}
