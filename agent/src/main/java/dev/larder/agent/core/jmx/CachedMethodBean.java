package dev.larder.agent.core.jmx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Tier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Implements {@code dev.larder:type=CachedMethod,name="..."}. */
final class CachedMethodBean implements CachedMethodMXBean {

    private static final long MAX_TTL_SECONDS = TimeUnit.DAYS.toSeconds(365);
    private static final long MILLIS_PER_SECOND = 1_000;

    private final CachedMethodView method;

    CachedMethodBean(CachedMethodView method) {
        this.method = method;
    }

    @Override
    public long getHits() {
        return method.stats().hits();
    }

    @Override
    public long getNearHits() {
        return method.stats().nearHits();
    }

    @Override
    public long getMisses() {
        return method.stats().misses();
    }

    @Override
    public double getHitRate() {
        return method.stats().hitRate();
    }

    @Override
    public long getBypasses() {
        return method.stats().bypasses();
    }

    @Override
    public long getErrors() {
        return method.stats().errors();
    }

    @Override
    public long getLoads() {
        return method.stats().loads();
    }

    @Override
    public long getLoadFailures() {
        return method.stats().loadFailures();
    }

    @Override
    public double getAverageLoadMillis() {
        return method.stats().averageLoadMillis();
    }

    @Override
    public long getStores() {
        return method.stats().stores();
    }

    @Override
    public long getUnfitResults() {
        return method.stats().unfitResults();
    }

    @Override
    public long getRefusedStores() {
        return method.stats().refusedStores();
    }

    @Override
    public long getUnreadableEntries() {
        return method.stats().decodeFailures();
    }

    @Override
    public long getStaleServed() {
        return method.stats().staleServed();
    }

    @Override
    public long getRefreshes() {
        return method.stats().refreshes();
    }

    @Override
    public long getRefreshFailures() {
        return method.stats().refreshFailures();
    }

    @Override
    public String getKey() {
        return method.keyTemplate();
    }

    @Override
    public long getTtlSeconds() {
        return (method.ttlMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }

    @Override
    public void setTtlSeconds(long ttlSeconds) {
        if (ttlSeconds < 1 || ttlSeconds > MAX_TTL_SECONDS) {
            throw new IllegalArgumentException("TtlSeconds must be from 1 to " + MAX_TTL_SECONDS + ".");
        }
        method.setTtlMillis(ttlSeconds * MILLIS_PER_SECOND);
        AgentLog.say(Message.TTL_SET.of(method.signature(), ttlSeconds));
    }

    @Override
    public String getTier() {
        return method.tier().name();
    }

    @Override
    public void setTier(String tier) {
        method.setTier(parsed(tier));
        AgentLog.say(Message.TIER_SET.of(method.signature(), method.tier()));
    }

    private static Tier parsed(@Nullable String name) {
        for (Tier tier : Tier.values()) {
            if (tier.name().equalsIgnoreCase(name)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("Tier must be SHARED, NEAR or LOCAL.");
    }

    @Override
    public boolean isEnabled() {
        return method.isEnabled();
    }

    @Override
    public void setEnabled(boolean enabled) {
        method.setEnabled(enabled);
        AgentLog.say(Message.METHOD_SWITCHED.of(method.signature(), enabled ? "on" : "off"));
    }
}
