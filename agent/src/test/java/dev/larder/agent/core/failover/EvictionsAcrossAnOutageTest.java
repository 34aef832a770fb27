package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.fixtures.FaultProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Evictions and loads across an outage of a real Redis. */
final class EvictionsAcrossAnOutageTest extends StoreOverRealRedis {

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
}
