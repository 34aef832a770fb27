package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * What the stores of all connections have in common.
 *
 * @param lease how long a loader has
 * @param getLatencyNanos told how long each {@code HGET} took that was answered
 */
record RedisStoreSettings(
        KeySpace keys, LeaseTokens tokens, Duration lease, Ticker ticker, LongConsumer getLatencyNanos) {}
