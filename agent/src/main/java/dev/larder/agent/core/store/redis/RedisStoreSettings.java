package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Lease;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * What the stores of all connections have in common.
 *
 * @param lease how long a loader has
 * @param holdOff how long after an eviction loads are not stored; zero for not at all
 * @param getLatencyNanos told how long each look-up took that was answered
 */
record RedisStoreSettings(
        KeySpace keys,
        LeaseTokens tokens,
        Duration lease,
        Duration holdOff,
        Ticker ticker,
        LongConsumer getLatencyNanos) {

    /** Much more would overflow the thirteen digits of a deadline. */
    private static final long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    /** How long a hash without values is remembered, and a tag that no value carries. */
    byte[] leaseMemoryMillis() {
        return Bytes.of(Lease.memoryOf(lease).toMillis());
    }

    byte[] leaseMillis() {
        return Bytes.of(lease.toMillis());
    }

    boolean holdsOff() {
        return !holdOff.isZero();
    }

    static byte[] ttl(long millis) {
        return Bytes.of(Math.min(millis, MAX_TTL_MILLIS));
    }
}
