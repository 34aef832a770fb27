package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.redis.command.LeaseTokens;
import dev.larder.agent.core.store.redis.connection.Bytes;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the stores of all connections share.
 *
 * @param lease how long a loader has
 * @param holdOff how long after an eviction loads are not stored; zero for not at all
 * @param check of the names that this process makes for keys of sensitive methods; empty if it makes none that others do
 * @param onOthersNames runs when there are entries of sensitive methods with other names
 * @param copies makes what keeps the copies of one connection
 * @param onUntold gets the reason why there are no copies for methods that want them
 * @param onNoStandby gets the reason why memory will begin empty
 * @param getLatencyNanos gets how long each lookup took; for an unanswered one, how long its caller waited
 */
record RedisStoreSettings(
        KeySpace keys,
        LeaseTokens tokens,
        Duration lease,
        Duration holdOff,
        String check,
        Runnable onOthersNames,
        Supplier<NearCopies> copies,
        Consumer<String> onUntold,
        Consumer<String> onNoStandby,
        Ticker ticker,
        LongConsumer getLatencyNanos) {

    /** Much more would overflow the thirteen digits of a deadline. */
    static final long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    RedisStoreSettings hiding(String names) {
        return new RedisStoreSettings(
                keys,
                tokens,
                lease,
                holdOff,
                names,
                onOthersNames,
                copies,
                onUntold,
                onNoStandby,
                ticker,
                getLatencyNanos);
    }

    RedisStoreSettings counting(@Nullable UseSamples<EntryId> uses) {
        return new RedisStoreSettings(
                keys,
                tokens,
                lease,
                holdOff,
                check,
                onOthersNames,
                () -> copies.get().counting(uses),
                onUntold,
                onNoStandby,
                ticker,
                getLatencyNanos);
    }

    /** How long a hash without values is kept, and a tag that no value carries. */
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
