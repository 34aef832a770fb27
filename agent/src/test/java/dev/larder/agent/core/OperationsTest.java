package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.stats.LatencyHistogram;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.warm.WarmTurns;
import dev.larder.agent.core.warm.Warmer;
import dev.larder.agent.core.write.Writes;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do, over a memory store. */
final class OperationsTest {

    private final Ticker ticker = Ticker.system();
    private final AgentConfig config = AgentConfig.defaults();
    private final StatsRegistry stats = new StatsRegistry();
    private final CacheEngine engine =
            new CacheEngine(ticker, config.redis().timeout(), config.load(), config.enabled());
    private final Writes writes = new Writes(engine, stats, ticker);
    private final List<Eviction> heard = new ArrayList<>();
    private final Operations operations = new Operations(
            new EffectiveConfig(config, List.of(), List.of()),
            engine,
            stats,
            writes,
            new Warmer(config.warm(), WarmTurns.ALONE, () -> false, ticker),
            new LatencyHistogram(ticker, Duration.ofSeconds(30)),
            new WeavingReport(),
            ticker,
            () -> {},
            AgentThreads.background());
    private FailoverStore store;

    @BeforeEach
    void open() {
        store = FailoverStore.memoryOnly(
                () -> MemoryStore.create(config.memory(), config.load(), ticker), AgentThreads.background(), ticker);
        writes.alsoEvict(heard::add);
        engine.open(store);
        operations.use(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Counters that are kept while caching is off are one of those who hear of evictions. */
    @Test
    void f13_evictions_reachAllWhoHearOfTheApplications() {
        operations.evict("k");
        operations.evictPattern("user:*");
        operations.evictAll();

        assertThat(heard)
                .containsExactly(
                        Eviction.ofKey("k"), Eviction.ofPattern("user:*"), Eviction.ofPattern(Eviction.EVERYTHING));
    }

    /** Redis removes what it is not asked about: no count is a true one, and 0 would say that nothing matched. */
    @Test
    void f45_patternWhereRedisRefusesScan_isOfAnUnknownNumber() {
        try (RedisServer server = RedisServer.start("--rename-command", "SCAN", "");
                FailoverStore overRedis = over(server.url())) {
            awaitMode(overRedis, Mode.REDIS);

            assertThat(operations.evictPattern("user:*")).isEqualTo(-1);
            assertThat(operations.evictAll()).isEqualTo(-1);
            assertThat(operations.status().evictions()).isZero();
        }
    }

    /** It hears of the pattern when it is back, and what it holds then nobody knows. */
    @Test
    void f45_patternWhileRedisIsAway_isOfAnUnknownNumber() {
        try (RedisServer server = RedisServer.start();
                FailoverStore overRedis = over(server.url())) {
            awaitMode(overRedis, Mode.REDIS);
            assertThat(operations.evictPattern("user:*")).isZero();
            server.kill();
            awaitMode(overRedis, Mode.MEMORY);

            assertThat(operations.evictPattern("user:*")).isEqualTo(-1);
        }
    }

    private static void awaitMode(FailoverStore overRedis, Mode mode) {
        await().atMost(Duration.ofSeconds(15)).until(() -> overRedis.status().mode() == mode);
    }

    private FailoverStore over(String url) {
        RedisConfig redis = RedisConfig.at(url);
        AgentConfig connected = new AgentConfig(
                true, "shop", redis, config.memory(), config.load(), config.jmx(), config.logLevel(), Map.of());
        FailoverStore overRedis = FailoverStore.over(
                RedisConnector.create(connected, ticker, nanos -> {}),
                () -> MemoryStore.fallback(config.memory(), config.load(), ticker),
                redis,
                AgentThreads.background(),
                ticker);
        engine.open(overRedis);
        operations.use(overRedis);
        overRedis.start();
        return overRedis;
    }

    @Test
    void f24_evictionOfATag_isCounted() {
        writes.evictNow(new Eviction(Set.of(), Set.of("team:1", "team:2"), Set.of()));

        assertThat(operations.status().evictions()).isEqualTo(2);
    }
}
