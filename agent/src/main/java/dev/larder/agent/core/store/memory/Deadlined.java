package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Something that a cache forgets at a time of its own. */
interface Deadlined {

    long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    /** By the monotonic clock. */
    long deadlineNanos();

    /** The end of what lives for {@code ttlMillis} from now. */
    static long after(long ttlMillis, Ticker ticker) {
        return ticker.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(ttlMillis, MAX_TTL_MILLIS));
    }

    static long remainingMillis(long deadlineNanos, long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(deadlineNanos - nowNanos, 0));
    }

    /** A bounded cache that does its upkeep on its callers' threads. */
    static <V extends Deadlined> Cache<String, V> cache(long maxEntries, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfter(new AtDeadline<V>())
                .ticker(ticker::nanoTime)
                .executor(Runnable::run) // the default is the common pool, which is the application's
                .build();
    }

    /** Reads it off the value, whenever the value is written; a read changes nothing. */
    final class AtDeadline<V extends Deadlined> implements Expiry<String, V> {

        @Override
        public long expireAfterCreate(String key, V value, long nowNanos) {
            return Math.max(value.deadlineNanos() - nowNanos, 0);
        }

        @Override
        public long expireAfterUpdate(String key, V value, long nowNanos, long currentNanos) {
            return expireAfterCreate(key, value, nowNanos);
        }

        @Override
        public long expireAfterRead(String key, V value, long nowNanos, long currentNanos) {
            return currentNanos;
        }
    }
}
