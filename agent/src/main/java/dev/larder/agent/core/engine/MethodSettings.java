package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.engine.refresh.Freshness;
import java.time.Duration;

/**
 * The settings of a cached method that are known and can be changed at run time, without a reference to the
 * application's classes.
 *
 * <p><b>Threads.</b> Thread-safe; operators write, calls read.
 */
public final class MethodSettings {

    /** Lets null results live as long as others. No time to live is equal to it. */
    public static final long AS_TTL = -1;

    private final String signature;
    private final String key;
    private final int tagCount;
    private final long nullTtlMillis;
    private final Freshness freshness;
    private final long staleMillis;

    /** Publishes an operator's choice to calls; each call reads it once. */
    private volatile long ttlMillis;

    /** As {@link #ttlMillis}. */
    private volatile boolean enabled;

    /** As {@link #ttlMillis}. A hit reads the field. */
    volatile Tier tier;

    /** Whether copies are kept of what is read. A hit on a copy would have nothing refreshed before its end. */
    volatile boolean keepsNear;

    /**
     * @param tagCount how many tags each call has at least
     * @param nullTtlMillis 0 when null results are not stored; {@link #AS_TTL} when they live as long as others, also
     *     after the time to live was changed
     */
    public MethodSettings(
            String signature, String key, int tagCount, long ttlMillis, long nullTtlMillis, boolean enabled) {
        this(signature, key, tagCount, ttlMillis, nullTtlMillis, Freshness.OFF, enabled, Tier.SHARED);
    }

    /**
     * @param freshness what happens besides the time to live
     * @param tier where results are kept
     */
    public MethodSettings(
            String signature,
            String key,
            int tagCount,
            long ttlMillis,
            long nullTtlMillis,
            Freshness freshness,
            boolean enabled,
            Tier tier) {
        this.freshness = freshness;
        this.staleMillis = freshness.staleMillis();
        this.signature = signature;
        this.key = key;
        this.tagCount = tagCount;
        this.ttlMillis = ttlMillis;
        this.nullTtlMillis = nullTtlMillis;
        this.enabled = enabled;
        this.tier = tier;
        this.keepsNear = keepsNear(tier, freshness);
    }

    private static boolean keepsNear(Tier tier, Freshness freshness) {
        return tier == Tier.NEAR && freshness.refreshAhead() == 0;
    }

    /** {@code com.acme.UserService.findById(long)}. */
    public String signature() {
        return signature;
    }

    /** The key template as written; empty for the signature and all arguments. */
    public String key() {
        return key;
    }

    int tagCount() {
        return tagCount;
    }

    public Duration ttl() {
        return Duration.ofMillis(ttlMillis);
    }

    /** Changes the time to live of values that are stored from now on. */
    public void setTtl(Duration ttl) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("A time to live is greater than 0, not " + ttl);
        }
        ttlMillis = ttl.toMillis();
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    Freshness freshness() {
        return freshness;
    }

    /** How long results stay beyond their time to live. */
    long staleMillis() {
        return staleMillis;
    }

    public Tier tier() {
        return tier;
    }

    /** Where results are looked for and kept from now on. */
    public void setTier(Tier tier) {
        this.tier = tier;
        this.keepsNear = keepsNear(tier, freshness);
    }

    /** How long a result lives, before jitter; 0 when it is not to be stored. */
    long ttlMillisFor(boolean nullResult) {
        return nullResult && nullTtlMillis != AS_TTL ? nullTtlMillis : ttlMillis;
    }
}
