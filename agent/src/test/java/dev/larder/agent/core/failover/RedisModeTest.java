package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.phase.Mode;
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
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link FailoverStore} over a real Redis that is killed, frozen, cut off and started again. */
final class RedisModeTest extends RealRedis implements CacheStoreContract, MarkContract {

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
    void redisKilled_startedAgain_nothingOfBeforeOrMeanwhileIsFound() throws StoreException {
        put("k", V1, "v");
        server.kill();
        awaitMode(Mode.MEMORY);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(put("k", V1, "meanwhile")).isTrue();
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNotNull();
        server.restart();
        awaitMode(Mode.REDIS);
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(modes.soFar()).containsExactly(Mode.REDIS, Mode.MEMORY, Mode.RECOVERING, Mode.REDIS);
    }

    @Test
    void redisStopped_againAndAgain_isFollowedEachTime() throws StoreException {
        for (int i = 0; i < 3; i++) {
            server.stop();
            awaitMode(Mode.MEMORY);
            server.restart();
            awaitMode(Mode.REDIS);
            assertThat(put("k" + i, V1, "v")).isTrue();
        }
    }

    @Test
    void connectionDead_whileTheServerLives_isReplacedByANewOne() {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                awaitMode(far, Mode.REDIS);
                int before = proxy.connections();
                proxy.swallow(FaultProxy.Direction.TO_CLIENT);
                awaitMode(far, Mode.MEMORY);
                proxy.heal();
                awaitMode(far, Mode.REDIS);
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
                awaitMode(far, Mode.REDIS);
                put("k", V1, "old");
                put("user:1", V1, "old");
                put("other", V1, "fine");
                proxy.cut();
                awaitMode(far, Mode.MEMORY);
                assertThat(far.evict(Eviction.ofKey("k"), millis(100))).isEqualTo(1);
                far.evict(Eviction.ofPattern("user:*"), budget());
                assertThat(far.journalSize()).isEqualTo(2);
                assertThat(text("k", V1)).isEqualTo("old");
                proxy.heal();
                awaitMode(far, Mode.REDIS);
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
    void f46_evictRedisFrozen_isReplayed() throws StoreException {
        put("k", V1, "old");
        server.pause();
        try {
            assertThat(store.evict(Eviction.ofKey("k"), millis(100))).isEqualTo(1);
            assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        } finally {
            server.resume();
        }
        awaitMode(Mode.REDIS);
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
                awaitMode(far, Mode.REDIS);
                put("bulk:7", V1, "old");
                proxy.cut();
                awaitMode(far, Mode.MEMORY);
                far.evict(keysNamed("bulk:", 20_000), budget());
                assertThat(far.journalSize()).isEqualTo(20_000);
                proxy.heal();
                awaitMode(far, Mode.REDIS);
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
                awaitMode(far, Mode.REDIS);
                proxy.cut();
                awaitMode(far, Mode.MEMORY);
                far.evict(keysNamed("many:", 30_000), budget());
                assertThat(far.journalSize()).isEqualTo(1);
                proxy.heal();
                awaitMode(far, Mode.REDIS);
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
            awaitMode(holding, Mode.REDIS);
            holding.evict(Eviction.ofKey("k"), budget());
            holding.evict(Eviction.ofTag("t"), budget());
            server.kill();
            awaitMode(holding, Mode.MEMORY);
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
            awaitMode(Mode.MEMORY);
            store.evict(Eviction.ofKey("k"), millis(100));
        } finally {
            server.resume();
        }
        awaitMode(Mode.REDIS);
        assertThatThrownBy(() -> slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), millis(100)))
                .isInstanceOf(StoreException.class);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void h57_memoryLoadAcrossTheReturnOfRedis_isNotServed() throws StoreException {
        server.kill();
        awaitMode(Mode.MEMORY);
        Lease slow = grant("k", V1);
        server.restart();
        awaitMode(Mode.REDIS);
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
        awaitMode(Mode.REDIS);
    }

    @Test
    void start_nobodyThere_isMemoryAndSaysWhy() throws StoreException {
        RedisServer nobody = RedisServer.stopped();
        FailoverStore lonely = storeOver(nobody.url());
        try {
            lonely.start();
            awaitMode(lonely, Mode.MEMORY);
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
            awaitMode(lonely, Mode.MEMORY);
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
            awaitMode(Mode.MEMORY);
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
        awaitMode(Mode.MEMORY);
        server.resume();
        awaitMode(Mode.REDIS);
        Set<Thread> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
        assertThat(made).extracting(Thread::getName).allMatch(name -> name.startsWith("larder-"));
        assertThat(made).hasSizeBetween(2, 4).allMatch(Thread::isDaemon);
        store.close();
        awaitNoThreadsOfOurs();
    }

    /** Netty's global executor ends by itself after a second without work. */
    private static void awaitNoThreadsOfOurs() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("larder-") || name.startsWith("globalEvent")));
    }
}
