package dev.larder.agent.core.failover;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A {@link FailoverStore} over a real Redis, connected anew for each test. */
abstract class RealRedis {

    static final Duration LEASE = Duration.ofMillis(400);

    /** What happens at all has happened by then, however busy the machine is. It is no promise: {@link ModeTimesTest} has those. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    static RedisServer server;

    HeardModes modes;
    FailoverStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() {
        server.flush();
        store = storeOver(server.url());
        store.start();
        awaitMode(Mode.REDIS);
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

    FailoverStore storeOver(String url) {
        LoadConfig load = new LoadConfig(LEASE, LoadConfig.DEFAULT_MAX_VALUE_BYTES);
        return storeOver(url, load, () -> MemoryStore.fallback(MemoryConfig.defaults(), load, Ticker.system()));
    }

    FailoverStore storeOver(String url, LoadConfig load, CacheStore.Fallbacks memory) {
        AgentConfig config = Configs.over(RedisConfig.at(url), load);
        ScheduledExecutorService background = AgentThreads.background();
        FailoverStore made = FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                memory,
                config.redis(),
                background,
                Ticker.system());
        modes = HeardModes.of(made, background);
        return made;
    }

    void awaitMode(Mode mode) {
        awaitMode(store, mode);
    }

    static void awaitMode(FailoverStore store, Mode mode) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> store.status().mode() == mode);
    }

    static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }
}
