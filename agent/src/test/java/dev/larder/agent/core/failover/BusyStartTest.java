package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.larder.agent.fixtures.HeldUpConnector;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Evictions while a process that is busy starting has not made its first connection, and Redis is well. */
@Alone
@Timeout(120)
@Silent
final class BusyStartTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final RedisServer redis = RedisServer.start();
    private final HeldUpConnector connector =
            new HeldUpConnector(RedisConnector.create(config(), Ticker.system(), nanos -> {}));
    private final FailoverStore store = storeThatIsHeldUp();

    @AfterEach
    void end() {
        connector.goOn();
        store.close();
        redis.close();
    }

    @Test
    void f46_theFirstConnectionIsHeldUpInThisProcess_evictionsAreConfirmedOnAnother() throws StoreException {
        store.start();
        for (String key : new String[] {"first", "next"}) {
            redis.command("HSET", "shop:" + key, "v:f1", "old");
            store.evict(Eviction.ofKey(key), new Budget(Ticker.system(), Duration.ofMillis(100)));
            assertThat(store.status().mode()).isEqualTo(Mode.INITIALIZING);
            assertThat(redis.command("EXISTS", "shop:" + key)).as(key).isEqualTo(0L);
        }
    }

    private FailoverStore storeThatIsHeldUp() {
        return FailoverStore.over(
                connector,
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                config().redis(),
                AgentThreads.background(),
                Ticker.system());
    }

    private AgentConfig config() {
        return Configs.over(new RedisConfig(redis.url(), Duration.ofMillis(100), Duration.ofSeconds(2), TIMEOUT));
    }
}
