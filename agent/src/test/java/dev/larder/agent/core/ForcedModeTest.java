package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.warm.WarmTurns;
import dev.larder.agent.core.warm.Warmer;
import dev.larder.agent.core.write.Writes;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Modes that an operator chooses for a time, over a real Redis. */
final class ForcedModeTest {

    private static final EntryId KEY = new EntryId("k", "f");

    private final Ticker ticker = Ticker.system();
    private final RedisServer server = RedisServer.start();
    private final AgentConfig config = Configs.over(RedisConfig.at(server.url()));
    private final StatsRegistry stats = new StatsRegistry();
    private final CacheEngine engine =
            new CacheEngine(ticker, config.redis().timeout(), config.load(), config.enabled());
    private final Writes writes = new Writes(engine, stats, ticker);
    private final ScheduledExecutorService timer = AgentThreads.background();
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
            timer);
    private final FailoverStore store = store();
    private final FailoverStore other = store();

    private FailoverStore store() {
        return FailoverStore.over(
                RedisConnector.create(config, ticker, nanos -> {}),
                () -> MemoryStore.fallback(config.memory(), config.load(), ticker),
                config.redis(),
                AgentThreads.background(),
                ticker);
    }

    @BeforeEach
    void connect() {
        engine.open(store);
        operations.use(store);
        store.start();
        other.start();
        awaitMode(Mode.REDIS);
        await().until(() -> other.status().mode() == Mode.REDIS);
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        store.close();
        other.close();
        server.close();
    }

    private void awaitMode(Mode mode) {
        await().atMost(Duration.ofSeconds(15)).until(() -> store.status().mode() == mode);
    }

    private Budget budget() {
        return new Budget(ticker, Duration.ofSeconds(2));
    }

    private void put(FailoverStore into, String value) throws StoreException {
        Claim.Granted granted = (Claim.Granted) into.claim(KEY, budget());
        granted.lease().store(CacheStoreContract.entry(value), 60_000, budget());
    }

    private boolean has(FailoverStore at) throws StoreException {
        return at.lookup(KEY, budget()) instanceof Lookup.Fresh;
    }

    @Test
    void h56_memoryForced_startsEmptyAndEvictsInRedisAndComesBackByItself() throws StoreException {
        put(store, "before");

        operations.forceMode("MEMORY", 2);

        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.status().reason()).startsWith("an operator chose the mode MEMORY until 20");
        assertThat(has(store)).isFalse();
        assertThat(has(other)).isTrue();
        put(store, "in memory");
        writes.evictNow(Eviction.ofKey("k"));
        assertThat(has(store)).isFalse();
        assertThat(has(other)).as("evicted by the process that is in memory").isFalse();

        awaitMode(Mode.REDIS);
        assertThat(has(store)).isFalse();
        assertThat(operations.status().modeTimes().memorySeconds()).isPositive();
    }

    /** What others evict does not reach the memory of this process, which nobody looks into afterwards. */
    @Test
    void h56_memoryForcedIsOver_nothingThatOthersEvictedIsServed() throws StoreException {
        operations.forceMode("MEMORY", 600);
        put(store, "in memory");
        other.evict(Eviction.ofKey("k"), budget());

        operations.forceMode("AUTO", 0);
        awaitMode(Mode.REDIS);

        assertThat(has(store)).isFalse();
    }

    @Test
    void h56_redisLostAndBackWhileMemoryIsForced_staysInMemoryAndReplays() throws Exception {
        operations.forceMode("MEMORY", 600);
        put(other, "old");
        server.kill();
        await().until(() -> store.status().reason().contains("; Redis at"));
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(store.journalSize()).isPositive();
        server.restart();

        await().atMost(Duration.ofSeconds(15)).until(() -> store.journalSize() == 0);
        await().until(() -> store.status().mode() == Mode.MEMORY);
        assertThat(store.status().reason()).contains("an operator chose");
        operations.forceMode("AUTO", 0);
        awaitMode(Mode.REDIS);
    }

    @Test
    void h56_offForced_sendsNothingAndComesBackByItself() throws StoreException {
        put(store, "before");

        operations.forceMode("OFF", 1);

        assertThat(operations.isEnabled()).isFalse();
        assertThat(operations.status().mode()).isEqualTo("OFF");
        assertThat(has(store)).isFalse();
        await().until(operations::isEnabled);
        awaitMode(Mode.REDIS);
        assertThat(operations.status().modeReason()).contains("answers");
    }

    @Test
    void i13_secondChoice_replacesTheFirst() {
        operations.forceMode("OFF", 1);
        operations.forceMode("MEMORY", 600);
        assertThat(operations.isEnabled()).isTrue();
        awaitMode(Mode.MEMORY);

        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true); // the first one's time
        assertThat(operations.status().mode()).isEqualTo("MEMORY");
        assertThat(operations.status().modeReason()).contains("MEMORY until");
    }

    @Test
    void i13_enabledIsSet_endsTheChoice() {
        operations.forceMode("MEMORY", 600);
        operations.setEnabled(true);
        awaitMode(Mode.REDIS);

        operations.forceMode("OFF", 600);
        operations.setEnabled(false);
        operations.forceMode("AUTO", 0);
        assertThat(operations.isEnabled()).isFalse();
        assertThatThrownBy(() -> operations.forceMode("MEMORY", 5))
                .hasMessage("Enabled is false. Set it to true first.");
    }

    @Test
    void i13_redisForced_isRefusedWhileRedisIsAway() {
        operations.forceMode("REDIS", 600);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        operations.forceMode("AUTO", 0);
        server.kill();
        awaitMode(Mode.MEMORY);

        assertThatThrownBy(() -> operations.forceMode("REDIS", 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Redis is not there")
                .hasMessageContaining("Mode MEMORY: ");
    }

    @Test
    void i13_forcedRedis_endsMemoryThatWasForced() {
        operations.forceMode("MEMORY", 600);
        operations.forceMode("REDIS", 600);

        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void i13_otherModesAndTimes_areRefused() {
        for (String mode : List.of("RECOVERING", "memory", "INITIALIZING", "x")) {
            assertThatThrownBy(() -> operations.forceMode(mode, 5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The mode must be OFF, MEMORY, REDIS or AUTO.");
        }
        for (long seconds : new long[] {-1, 0, 86_401, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> operations.forceMode("MEMORY", seconds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The seconds must be from 1 to 86400.");
        }
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }
}
