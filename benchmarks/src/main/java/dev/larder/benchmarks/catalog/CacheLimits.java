package dev.larder.benchmarks.catalog;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;

/**
 * What all subjects are set to.
 *
 * @param maxEntries entries that stay in memory
 * @param redisPort of the Redis on the loopback interface; 0 for none
 */
public record CacheLimits(int maxEntries, int redisPort) {

    static final int TTL_SECONDS = 3_600;
    static final Duration TTL = Duration.ofSeconds(TTL_SECONDS);

    private static final String MAX_ENTRIES = "benchmarks.max-entries";
    private static final String REDIS_PORT = "benchmarks.redis-port";

    /** As given to this JVM by {@link #asOptions}. */
    public static CacheLimits ofThisJvm() {
        return new CacheLimits(Integer.getInteger(MAX_ENTRIES, 10_000), Integer.getInteger(REDIS_PORT, 0));
    }

    /** The options of a JVM that is to have them. */
    List<String> asOptions() {
        return List.of("-D" + MAX_ENTRIES + "=" + maxEntries, "-D" + REDIS_PORT + "=" + redisPort);
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + redisPort;
    }

    Caffeine<Object, Object> caffeine() {
        return Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(TTL)
                .recordStats();
    }
}
