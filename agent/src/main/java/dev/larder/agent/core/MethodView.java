package dev.larder.agent.core;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.jmx.CachedMethodView;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsSnapshot;
import java.time.Duration;

/** One linked method, for its MBean. Refers to nothing of the application. */
final class MethodView implements CachedMethodView {

    /** Publishes the values of an annotation that was changed by redefining its class. */
    private volatile MethodSettings settings;

    private final MethodStats stats;

    MethodView(MethodSettings settings, MethodStats stats) {
        this.settings = settings;
        this.stats = stats;
    }

    /** The method continues with other settings and the same counters. */
    void follow(MethodSettings settings) {
        this.settings = settings;
    }

    MethodStats counters() {
        return stats;
    }

    @Override
    public String signature() {
        return settings.signature();
    }

    @Override
    public String keyTemplate() {
        return settings.key().isEmpty() ? settings.signature() + " and all arguments" : settings.key();
    }

    @Override
    public StatsSnapshot stats() {
        return stats.snapshot();
    }

    @Override
    public long ttlMillis() {
        return settings.ttl().toMillis();
    }

    @Override
    public void setTtlMillis(long ttlMillis) {
        settings.setTtl(Duration.ofMillis(ttlMillis));
    }

    @Override
    public Tier tier() {
        return settings.tier();
    }

    @Override
    public void setTier(Tier tier) {
        settings.setTier(tier);
    }

    @Override
    public boolean isEnabled() {
        return settings.isEnabled();
    }

    @Override
    public void setEnabled(boolean enabled) {
        settings.setEnabled(enabled);
    }
}
