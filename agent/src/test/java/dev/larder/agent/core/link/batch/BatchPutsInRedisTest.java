package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.store.CacheStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

final class BatchPutsInRedisTest extends BatchPutContract {

    @AutoClose
    private static RedisOfShops redis;

    @BeforeAll
    static void start() {
        redis = RedisOfShops.start();
    }

    @Override
    CacheStore store() throws Exception {
        return redis.connectEmptied();
    }
}
