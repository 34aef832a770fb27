package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.FaultProxy.Direction;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When an eviction has returned, Redis does not have the entry any more, unless Redis was gone: over a real one. */
@Alone
@Timeout(120)
final class ConfirmedEvictionTest {

    private static final Duration NO_WAIT = Duration.ofMillis(500);

    private static RedisServer server;

    private HeardModes modes;
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private FaultProxy proxy;
    private FailoverStore store;

    @BeforeAll
    static void startServer() {
        AgentLog.setLevel(AgentLog.Level.OFF);
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        AgentLog.setLevel(AgentLog.Level.INFO);
        server.close();
    }

    @BeforeEach
    void connect() {
        server.flush();
        proxy = FaultProxy.to(server.port());
        open(RedisConfig.DEFAULT_EVICTION_TIMEOUT);
    }

    private void open(Duration evictionTimeout) {
        RedisConfig redis = new RedisConfig(
                proxy.url(), RedisConfig.DEFAULT_TIMEOUT, RedisConfig.DEFAULT_CONNECT_TIMEOUT, evictionTimeout);
        AgentConfig config = Configs.over(redis);
        ScheduledExecutorService background = AgentThreads.background();
        store = FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                redis,
                background,
                Ticker.system());
        modes = HeardModes.of(store, background);
        store.start();
        awaitMode(Mode.REDIS);
    }

    @AfterEach
    void disconnect() {
        callers.shutdownNow();
        store.close();
        proxy.close();
    }

    @Test
    void f46_answerThatTakesLongerThanACallMay_isWaitedForAndRedisStays() throws Exception {
        put("k");
        proxy.hold(Direction.TO_CLIENT);
        CompletableFuture<Long> evicted = evictInBackground("k");
        await().pollInterval(Duration.ofMillis(5)).until(() -> !isThere("k"));
        later(Duration.ofMillis(250), proxy::heal);
        assertThat(evicted.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        assertThat(store.journalSize()).isZero();
        assertThat(modes.soFar()).containsExactly(Mode.REDIS);
    }

    /** What a firewall does that forgets about a connection: nothing comes through, and nobody says so. */
    @Test
    void f46_connectionThatLosesWhatIsSent_isNotWaitedForInVain() throws Exception {
        put("k");
        proxy.swallow(Direction.TO_SERVER);
        CompletableFuture<Long> evicted = evictInBackground("k");
        later(Duration.ofMillis(150), proxy::heal);
        evicted.get(20, TimeUnit.SECONDS);
        assertThat(isThere("k")).isFalse();
    }

    /** Redis is well, and this process has lost its connection. */
    @RepeatedTest(20)
    void f46_connectionKilledByRedis_evictionsRightAfterItAreConfirmed() throws StoreException {
        put("k");
        put("user:1");
        server.command("CLIENT", "KILL", "TYPE", "normal");
        store.evict(Eviction.ofKey("k"), call());
        assertThat(isThere("k")).isFalse();
        store.evict(Eviction.ofPattern("user:*"), call());
        assertThat(isThere("user:1")).isFalse();
    }

    /** Redis is never silent, however long this machine takes: so no eviction may be given up. */
    @Test
    void f46_connectionCutUnderManyEvictions_eachOfThemIsConfirmedWhenItReturns() throws Exception {
        store.close();
        open(Duration.ofSeconds(30));
        List<CompletableFuture<Boolean>> evictions = IntStream.range(0, 16)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> evictAll(thread), callers))
                .toList();
        for (int cut = 0; cut < 20; cut++) {
            proxy.cutOnce();
            later(Duration.ofMillis(100), () -> {}).get();
        }
        for (CompletableFuture<Boolean> each : evictions) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private boolean evictAll(int thread) {
        for (int i = 0; i < 300; i++) {
            String key = "many:" + thread + ":" + i;
            put(key);
            try {
                store.evict(Eviction.ofKey(key), call());
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
            if (isThere(key)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void f46_redisFrozenForLessThanTheTimeout_noEvictionReturnsUnconfirmed() throws Exception {
        List<String> keys = IntStream.range(0, 30).mapToObj(i -> "frozen:" + i).toList();
        keys.forEach(ConfirmedEvictionTest::put);
        server.pause();
        List<CompletableFuture<Long>> evictions =
                keys.stream().map(this::evictInBackground).toList();
        later(Duration.ofMillis(750), server::resume).get();
        for (int i = 0; i < keys.size(); i++) {
            evictions.get(i).get(20, TimeUnit.SECONDS);
            assertThat(isThere(keys.get(i))).as(keys.get(i)).isFalse();
        }
    }

    @Test
    void f46_redisFrozenForLonger_theFirstEvictionWaitsAndTheNextOnesDoNotUntilItGoesOn() throws Exception {
        put("k");
        server.pause();
        try {
            assertThat(Took.of(() -> evict("first")))
                    .isGreaterThan(RedisConfig.DEFAULT_EVICTION_TIMEOUT.minusMillis(100));
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
            assertThat(Took.atBest(NO_WAIT, () -> evictSome("later:", 10)))
                    .as("what one eviction would wait, for ten")
                    .isLessThan(NO_WAIT);
        } finally {
            server.resume();
        }
        later(Duration.ofMillis(100), () -> {}).get(); // the attempt that was waiting is answered
        store.evict(Eviction.ofKey("k"), call());
        assertThat(isThere("k")).isFalse();
    }

    @Test
    void f46_redisRefusesConnections_evictionsCostNoMoreThanTheRefusal() throws Exception {
        put("k");
        proxy.cut();
        await().until(() -> store.status().mode() == Mode.MEMORY);
        assertThat(Took.atBest(NO_WAIT, () -> evictSome("gone:", 20)))
                .as("a quarter of what it is if each takes as long as a call may")
                .isLessThan(NO_WAIT);
        later(Duration.ofSeconds(2), () -> {}).get(); // the next attempt to connect is far away by now
        proxy.heal();
        store.evict(Eviction.ofKey("k"), call());
        assertThat(isThere("k")).isFalse();
    }

    @Test
    void f46_whileAnEvictionWaits_readsAreAsFastAsWithoutIt() throws Exception {
        proxy.hold(Direction.TO_CLIENT);
        await().atMost(Duration.ofSeconds(5)).until(() -> store.status().mode() == Mode.MEMORY);
        CompletableFuture<Long> evicted = evictInBackground("k");
        for (int i = 0; i < 100; i++) {
            Budget budget = call();
            store.lookup(new EntryId("read:" + i, "f1"), budget);
            assertThat(budget.spentNanos()).as("waited").isZero();
        }
        assertThat(evicted.isDone()).isFalse();
        proxy.heal();
        evicted.get(20, TimeUnit.SECONDS);
    }

    private void evictSome(String prefix, int count) throws StoreException {
        for (int i = 0; i < count; i++) {
            evict(prefix + i);
        }
    }

    private void evict(String key) throws StoreException {
        store.evict(Eviction.ofKey(key), call());
    }

    private CompletableFuture<Long> evictInBackground(String key) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return store.evict(Eviction.ofKey(key), call());
                    } catch (StoreException e) {
                        throw new AssertionError(e);
                    }
                },
                callers);
    }

    private static CompletableFuture<Void> later(Duration delay, Runnable step) {
        return CompletableFuture.runAsync(
                step, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** As another process has stored it. */
    private static void put(String key) {
        server.command("HSET", "shop:" + key, "v:f1", "old");
    }

    /** As another process sees it. */
    private static boolean isThere(String key) {
        return server.command("EXISTS", "shop:" + key).equals(1L);
    }

    private void awaitMode(Mode mode) {
        await().atMost(Duration.ofSeconds(10)).until(() -> store.status().mode() == mode);
    }

    private static Budget call() {
        return new Budget(Ticker.system(), Duration.ofMillis(100));
    }
}
