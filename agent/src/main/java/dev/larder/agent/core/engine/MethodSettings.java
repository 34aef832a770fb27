package dev.larder.agent.core.engine;

import java.time.Duration;

/**
 * What is known and can be changed of a cached method at run time, without a reference to the application's classes.
 *
 * <p><b>Threads.</b> Thread-safe; operators write, calls read.
 */
public final class MethodSettings {

    private final String signature;
    private final String key;
    private final int tagCount;
    private final long nullTtlMillis;
    private final boolean nullTtlFollows;

    /** Publishes an operator's choice to calls; each call reads it once. */
    private volatile long ttlMillis;

    /** As {@link #ttlMillis}. */
    private volatile boolean enabled;

    /**
     * @param tagCount how many tags each call has at least
     * @param nullTtlMillis 0 when null results are not stored; equal to {@code ttlMillis} when they follow it
     */
    public MethodSettings(
            String signature, String key, int tagCount, long ttlMillis, long nullTtlMillis, boolean enabled) {
        this.signature = signature;
        this.key = key;
        this.tagCount = tagCount;
        this.ttlMillis = ttlMillis;
        this.nullTtlMillis = nullTtlMillis;
        this.nullTtlFollows = nullTtlMillis == ttlMillis;
        this.enabled = enabled;
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

    /** Changes how long values live that are stored from now on. */
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

    /** How long a result lives, before jitter; 0 when it is not to be stored. */
    long ttlMillisFor(boolean nullResult) {
        return nullResult && !nullTtlFollows ? nullTtlMillis : ttlMillis;
    }
}
