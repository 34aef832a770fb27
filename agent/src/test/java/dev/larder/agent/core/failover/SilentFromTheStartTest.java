package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evictions one after the other, while a Redis that accepts connections has never said a word. */
@Alone
@Timeout(120)
@Silent
final class SilentFromTheStartTest {

    /** So long that no machine is so busy that it takes half of it for nothing. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final RedisServer redis = RedisServer.start();
    private FailoverStore store;

    @AfterEach
    void end() {
        store.close();
        redis.close();
    }

    /** The first connection is given up before the first eviction is, or long after. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void f46_theFirstEvictionWaitsInVain_theNextOnesDoNotWaitUntilRedisIsHeardOf(int connectSeconds) throws Exception {
        redis.command("HSET", "shop:k", "v:f1", "old");
        redis.pause();
        try {
            store = storeConnectingFor(Duration.ofSeconds(connectSeconds));
            store.start();
            assertThat(timeToEvict("first")).isGreaterThan(TIMEOUT.dividedBy(2));
            for (int i = 0; i < 30; i++) {
                assertThat(timeToEvict("next:" + i)).isLessThan(TIMEOUT.dividedBy(2));
            }
            assertThat(timeToEvict("k")).isLessThan(TIMEOUT.dividedBy(2));
        } finally {
            redis.resume();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> store.status().mode() == Mode.REDIS);
        assertThat(redis.command("EXISTS", "shop:k")).isEqualTo(0L);
        assertThat(store.journalSize()).isZero();
    }

    private FailoverStore storeConnectingFor(Duration connectTimeout) {
        AgentConfig config =
                Configs.over(new RedisConfig(redis.url(), Duration.ofMillis(100), connectTimeout, TIMEOUT));
        return FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                config.redis(),
                AgentThreads.background(),
                Ticker.system());
    }

    private Duration timeToEvict(String key) throws StoreException {
        long start = System.nanoTime();
        store.evict(Eviction.ofKey(key), new Budget(Ticker.system(), Duration.ofMillis(100)));
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
