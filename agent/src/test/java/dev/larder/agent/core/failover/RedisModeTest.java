package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.MarkContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link FailoverStore} over a real Redis that is killed, frozen, cut off and started again. */
final class RedisModeTest implements CacheStoreContract, MarkContract {

    private static final Duration LEASE = Duration.ofMillis(400);

    /** By then even a slow machine has noticed that Redis is gone. */
    private static final Duration LOSS_SHOWS = Duration.ofSeconds(3);

    /** By then Redis is used again that was frozen, unless the machine is busy with other work. */
    private static final Duration RETURN_SHOWS = Duration.ofSeconds(2);

    private static RedisServer server;

    private HeardModes modes;
    private FailoverStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        server.flush();
        store = storeOver(server.url());
        store.start();
        awaitMode(Mode.REDIS, Duration.ofSeconds(10));
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

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

    @Test
    void redisKilled_idle_isMemoryWithinASecondAndRedisWithinFiveOfItsReturn() throws StoreException {
        put("k", V1, "v");
        server.kill();
        awaitMode(Mode.MEMORY, Duration.ofSeconds(1));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(put("k", V1, "meanwhile")).isTrue();
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNotNull();
        server.restart();
        awaitMode(Mode.REDIS, Duration.ofSeconds(5));
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(modes.soFar()).containsExactly(Mode.REDIS, Mode.MEMORY, Mode.RECOVERING, Mode.REDIS);
    }

    @Test
    void redisStopped_againAndAgain_isFollowedEachTime() throws StoreException {
        for (int i = 0; i < 3; i++) {
            server.stop();
            awaitMode(Mode.MEMORY, LOSS_SHOWS);
            server.restart();
            awaitMode(Mode.REDIS, Duration.ofSeconds(5));
            assertThat(put("k" + i, V1, "v")).isTrue();
        }
    }

    @Test
    void h75_redisFrozen_idle_isMemoryWithinASecondAndRedisWithinTwoOfItsReturn() throws Exception {
        assertThat(returnAtBestAfter(() -> awaitMode(Mode.MEMORY, LOSS_SHOWS))).isLessThan(RETURN_SHOWS);
    }

    @Test
    void h75_redisFrozenForLong_isRedisWithinTwoSecondsOfItsReturn() throws Exception {
        assertThat(returnAtBestAfter(() -> pass(Duration.ofSeconds(4)))).isLessThan(RETURN_SHOWS);
    }

    /** From when Redis goes on until it is used, after having been frozen for as long as {@code frozen} takes. */
    private Duration returnAtBestAfter(Took.Action frozen) throws Exception {
        Took.Action freeze = () -> {
            server.pause();
            try {
                frozen.run();
            } finally {
                server.resume();
            }
        };
        return Took.atBest(RETURN_SHOWS, freeze, () -> awaitMode(Mode.REDIS, Duration.ofSeconds(30)));
    }

    @Test
    void h75_redisFrozen_noCallPaysMoreThanItsBudgetAndTheTenthPaysNothing() {
        server.pause();
        try {
            int slow = 0;
            long quickestSlow = Long.MAX_VALUE;
            for (int i = 0; i < 30; i++) {
                long start = System.nanoTime();
                try {
                    store.lookup(new EntryId("k", V1), millis(100));
                } catch (StoreException e) {
                    slow++;
                    quickestSlow = Math.min(quickestSlow, millisSince(start));
                }
            }
            assertThat(quickestSlow).isBetween(90L, 200L);
            assertThat(slow).isBetween(1, 9);
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        } finally {
            server.resume();
        }
        awaitMode(Mode.REDIS, Duration.ofSeconds(2));
    }

    @Test
    void h75_blackHoleFromTheFirstCall_costsNoMoreThanTheBudgetAndThenNothing() throws StoreException {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            proxy.blackHole();
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                long start = System.nanoTime();
                assertThat(far.lookup(new EntryId("k", V1), millis(100))).isEqualTo(Lookup.ABSENT);
                assertThat(millisSince(start))
                        .as("not for as long as connecting may take")
                        .isBetween(90L, 1_000L);
                await().atMost(LOSS_SHOWS).until(() -> far.status().mode() == Mode.MEMORY);
                start = System.nanoTime();
                for (int i = 0; i < 100; i++) {
                    far.lookup(new EntryId("k", V1), millis(100));
                }
                assertThat(millisSince(start))
                        .as("half of what it is if each waits")
                        .isLessThan(5_000);
                proxy.heal();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
            } finally {
                far.close();
            }
        }
    }

    @Test
    void connectionDead_whileTheServerLives_isReplacedByANewOne() {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
                int before = proxy.connections();
                proxy.swallow(FaultProxy.Direction.TO_CLIENT);
                await().atMost(LOSS_SHOWS).until(() -> far.status().mode() == Mode.MEMORY);
                proxy.heal();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
                assertThat(proxy.connections()).isGreaterThan(before);
            } finally {
                far.close();
            }
        }
    }

    /** Of another process, for which Redis never went away. */
    @Test
    void evict_whileCutOff_isHeardByRedisBeforeItIsTrusted() throws StoreException {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
                put("k", V1, "old");
                put("user:1", V1, "old");
                put("other", V1, "fine");
                proxy.cut();
                await().atMost(LOSS_SHOWS).until(() -> far.status().mode() == Mode.MEMORY);
                assertThat(far.evict(Eviction.ofKey("k"), millis(100))).isEqualTo(1);
                far.evict(Eviction.ofPattern("user:*"), budget());
                assertThat(far.journalSize()).isEqualTo(2);
                assertThat(text("k", V1)).isEqualTo("old");
                proxy.heal();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
                assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
                assertThat(lookup("user:1", V1)).isEqualTo(Lookup.ABSENT);
                assertThat(text("other", V1)).isEqualTo("fine");
                assertThat(far.journalSize()).isZero();
            } finally {
                far.close();
            }
        }
    }

    @Test
    void f46_evictRedisFrozen_returnsAfterTheEvictionTimeoutAndIsReplayed() throws StoreException {
        put("k", V1, "old");
        server.pause();
        try {
            long start = System.nanoTime();
            assertThat(store.evict(Eviction.ofKey("k"), millis(100))).isEqualTo(1);
            assertThat(millisSince(start)).as("although Redis stays frozen").isBetween(900L, 5_000L);
            assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        } finally {
            server.resume();
        }
        awaitMode(Mode.REDIS, Duration.ofSeconds(5));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    /** Each of them takes longer than one call may; none of its parts does. */
    @Test
    void bulk_twentyThousandKeys_staysInRedisAndLeavesNothingToReplay() throws StoreException {
        Map<EntryId, StoredEntry.Encoded> entries = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            entries.put(new EntryId("bulk:" + i, V1), CacheStoreContract.entry("v" + i));
        }
        Set<String> keys = entries.keySet().stream().map(EntryId::key).collect(Collectors.toSet());
        store.putAll(entries, LONG.toMillis(), millis(500));
        assertThat(server.command("DBSIZE")).isEqualTo(20_000L + 1); // and the version of the namespace
        assertThat(store.lookupAll(List.copyOf(entries.keySet()), millis(500)))
                .allMatch(Lookup.Fresh.class::isInstance);
        assertThat(store.evict(Eviction.ofKeys(keys), millis(500))).isEqualTo(20_000);
        assertThat(server.command("DBSIZE")).isEqualTo(1L);
        assertThat(store.journalSize()).isZero();
        assertThat(modes.soFar()).containsExactly(Mode.REDIS);
    }

    @Test
    void bulk_twentyThousandKeysWhileAway_areReplayedOneByOne() throws StoreException {
        put("other", V1, "fine");
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
                put("bulk:7", V1, "old");
                proxy.cut();
                await().atMost(LOSS_SHOWS).until(() -> far.status().mode() == Mode.MEMORY);
                far.evict(keysNamed("bulk:", 20_000), budget());
                assertThat(far.journalSize()).isEqualTo(20_000);
                proxy.heal();
                await().atMost(Duration.ofSeconds(20)).until(() -> far.status().mode() == Mode.REDIS);
                assertThat(lookup("bulk:7", V1)).isEqualTo(Lookup.ABSENT);
                assertThat(text("other", V1)).isEqualTo("fine");
            } finally {
                far.close();
            }
        }
    }

    @Test
    void h64_moreEvictionsThanTheJournalHolds_evictTheNamespaceAndNoOther() throws StoreException {
        put("k", V1, "never named");
        server.command("SET", "theirs:k", "stays");
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                await().atMost(Duration.ofSeconds(5)).until(() -> far.status().mode() == Mode.REDIS);
                proxy.cut();
                await().atMost(LOSS_SHOWS).until(() -> far.status().mode() == Mode.MEMORY);
                far.evict(keysNamed("many:", 30_000), budget());
                assertThat(far.journalSize()).isEqualTo(1);
                proxy.heal();
                await().atMost(Duration.ofSeconds(20)).until(() -> far.status().mode() == Mode.REDIS);
                assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
                assertThat(server.command("GET", "theirs:k")).isEqualTo("stays");
            } finally {
                far.close();
            }
        }
    }

    private static Eviction keysNamed(String prefix, int count) {
        return Eviction.ofKeys(
                IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.toSet()));
    }

    /** What was evicted from Redis is held off in the memory that takes its place. */
    @Test
    void h73_evictThenLossOfRedis_isHeldOffInMemoryToo() throws StoreException {
        LoadConfig load = new LoadConfig(LEASE, LoadConfig.DEFAULT_MAX_VALUE_BYTES, Duration.ofSeconds(30));
        FailoverStore holding = storeOver(
                server.url(),
                load,
                MemoryStores.fallbacks(MemoryConfig.defaults(), load, Runnable::run, Ticker.system()));
        try {
            holding.start();
            await().atMost(Duration.ofSeconds(5)).until(() -> holding.status().mode() == Mode.REDIS);
            holding.evict(Eviction.ofKey("k"), budget());
            holding.evict(Eviction.ofTag("t"), budget());
            server.kill();
            await().atMost(LOSS_SHOWS).until(() -> holding.status().mode() == Mode.MEMORY);
            assertThat(holding.claim(new EntryId("k", V1), budget())).isInstanceOf(Claim.HeldOff.class);
            assertThat(holding.claim(tagged("other", "t"), budget())).isInstanceOf(Claim.HeldOff.class);
            assertThat(holding.claim(new EntryId("other", V1), budget())).isInstanceOf(Claim.Granted.class);
        } finally {
            holding.close();
            server.restart();
        }
    }

    /** The lease is from before the outage, the eviction from within it, the store from after it. */
    @Test
    void h57_slowLoadAcrossAnOutageWithAnEviction_isNotStored() throws StoreException {
        Lease slow = grant("k", V1);
        server.pause();
        try {
            awaitMode(Mode.MEMORY, LOSS_SHOWS);
            store.evict(Eviction.ofKey("k"), millis(100));
        } finally {
            server.resume();
        }
        awaitMode(Mode.REDIS, Duration.ofSeconds(5));
        assertThatThrownBy(() -> slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), millis(100)))
                .isInstanceOf(StoreException.class);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void h57_memoryLoadAcrossTheReturnOfRedis_isNotServed() throws StoreException {
        server.kill();
        awaitMode(Mode.MEMORY, LOSS_SHOWS);
        Lease slow = grant("k", V1);
        server.restart();
        awaitMode(Mode.REDIS, Duration.ofSeconds(5));
        slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
    }

    @Test
    void redisBecomesAReplica_isNotTrustedUntilItIsAPrimaryAgain() throws StoreException {
        server.command("REPLICAOF", "127.0.0.1", "1");
        try {
            store.evict(Eviction.ofKey("k"), budget());
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
            pass(Duration.ofMillis(500));
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        } finally {
            server.command("REPLICAOF", "NO", "ONE");
        }
        awaitMode(Mode.REDIS, Duration.ofSeconds(5));
    }

    @Test
    void start_nobodyThere_returnsAtOnceAndIsMemoryInTime() throws StoreException {
        RedisServer nobody = RedisServer.stopped();
        FailoverStore lonely = storeOver(nobody.url());
        try {
            long start = System.nanoTime();
            lonely.start();
            assertThat(millisSince(start)).isLessThan(1_000);
            await().atMost(LOSS_SHOWS).until(() -> lonely.status().mode() == Mode.MEMORY);
            assertThat(lonely.status().reason()).contains("cannot be reached", "Connection refused");
            assertThat(lonely.lookup(new EntryId("k", V1), millis(100))).isEqualTo(Lookup.ABSENT);
        } finally {
            lonely.close();
        }
    }

    @Test
    void lookup_beforeTheFirstConnection_waitsForItWithinItsBudget() throws StoreException {
        put("k", V1, "v");
        FailoverStore fresh = storeOver(server.url());
        try {
            fresh.start();
            assertThat(CacheStoreContract.peek(fresh, "k", V1, 0)).isNull();
            Lookup found = fresh.lookup(new EntryId("k", V1), new Budget(Ticker.system(), Duration.ofSeconds(5)));
            assertThat(found).isInstanceOf(Lookup.Fresh.class);
        } finally {
            fresh.close();
        }
    }

    @Test
    void status_andMessages_neverNameThePassword() {
        RedisServer nobody = RedisServer.stopped();
        FailoverStore lonely = storeOver("redis://scott:tiger@127.0.0.1:" + nobody.port());
        try {
            lonely.start();
            await().until(() -> lonely.status().mode() == Mode.MEMORY);
            assertThat(lonely.status().toString() + lonely.address()).doesNotContain("tiger", "scott");
        } finally {
            lonely.close();
        }
    }

    @Test
    void ping_andUsedMemory_tellAboutTheLivingServer() throws StoreException {
        assertThat(store.ping(budget())).isPositive();
        await().until(() -> store.usedMemoryBytes() > 0);
        server.kill();
        try {
            awaitMode(Mode.MEMORY, LOSS_SHOWS);
            assertThatThrownBy(() -> store.ping(budget())).hasMessageContaining("MEMORY");
        } finally {
            server.restart();
        }
    }

    @Test
    void threads_inUse_areAtMostFourOfOursAndGoneAfterClose() throws StoreException {
        store.close();
        awaitNoThreadsOfOurs();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        connect();
        put("k", V1, "v");
        server.pause();
        awaitMode(Mode.MEMORY, LOSS_SHOWS);
        server.resume();
        awaitMode(Mode.REDIS, Duration.ofSeconds(5));
        Set<Thread> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
        assertThat(made).extracting(Thread::getName).allMatch(name -> name.startsWith("larder-"));
        assertThat(made).hasSizeBetween(2, 4).allMatch(Thread::isDaemon);
        long start = System.nanoTime();
        store.close();
        assertThat(millisSince(start)).as("without Netty's quiet period of 2 s").isLessThan(1_500);
        awaitNoThreadsOfOurs();
    }

    /** Netty's global executor ends by itself after a second without work. */
    private static void awaitNoThreadsOfOurs() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("larder-") || name.startsWith("globalEvent")));
    }

    private FailoverStore storeOver(String url) {
        LoadConfig load = new LoadConfig(LEASE, LoadConfig.DEFAULT_MAX_VALUE_BYTES);
        return storeOver(url, load, () -> MemoryStore.fallback(MemoryConfig.defaults(), load, Ticker.system()));
    }

    private FailoverStore storeOver(String url, LoadConfig load, Supplier<CacheStore> memory) {
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

    private void awaitMode(Mode mode, Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.status().mode().equals(mode));
    }

    private static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }

    private static long millisSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }
}
