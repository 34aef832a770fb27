package dev.larder.agent.core.failover;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreUnderTest;
import java.time.Duration;

/** A {@link FailoverStore} over a real Redis, as the store under test. */
abstract class StoreOverRealRedis extends RealRedis implements StoreUnderTest {

    @Override
    public CacheStore store() {
        return store;
    }

    @Override
    public void pass(Duration time) {
        await().pollDelay(time.plusMillis(20)).atMost(time.plusSeconds(10)).until(() -> true);
    }

    @Override
    public Duration lease() {
        return LEASE;
    }

    @Override
    public Duration shortTtl() {
        return Duration.ofSeconds(1);
    }
}
