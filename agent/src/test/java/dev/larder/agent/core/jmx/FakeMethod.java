package dev.larder.agent.core.jmx;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.stats.StatsSnapshot;

/** A method of the given signature that was called a few times. */
final class FakeMethod implements CachedMethodView {

    private final String signature;
    private volatile long ttlMillis = 1_500;
    private volatile boolean enabled = true;
    private volatile Tier tier = Tier.SHARED;

    FakeMethod(String signature) {
        this.signature = signature;
    }

    @Override
    public String signature() {
        return signature;
    }

    @Override
    public String keyTemplate() {
        return "user:{id}";
    }

    @Override
    public StatsSnapshot stats() {
        return new StatsSnapshot(3, 1, 5, 7, 2, 9, 5_000_000, 1, 4, 6, 0, 11, 12, 13, 14);
    }

    @Override
    public long ttlMillis() {
        return ttlMillis;
    }

    @Override
    public void setTtlMillis(long ttlMillis) {
        this.ttlMillis = ttlMillis;
    }

    @Override
    public Tier tier() {
        return tier;
    }

    @Override
    public void setTier(Tier tier) {
        this.tier = tier;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
