package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.MarkContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RedisStoreTest extends RealRedisStore implements CacheStoreContract, MarkContract {

    @Test
    void peek_storedEntry_isNullWithoutAWait() throws StoreException {
        put("k", V1, "v");
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
    }

    @Test
    void layout_storedEntry_isAHashWithADeadlineAndNoLease() throws StoreException {
        put("user:1", V1, "text");
        assertThat(server.command("KEYS", "shop:*")).isEqualTo(List.of("shop:user:1"));
        assertThat(server.command("HKEYS", "shop:user:1")).isEqualTo(List.of("v:f1"));
        assertThat((String) server.command("HGET", "shop:user:1", "v:f1"))
                .matches("4:\\d{13}:[0-9a-f]{16}:[0-9a-f]{16}:0:\u0001 [0-9a-f]{32}\\.\\d+@\ntext");
        assertThat((Long) server.command("PTTL", "shop:user:1")).isBetween(LONG.toMillis() - 10_000, LONG.toMillis());
    }

    @Test
    void layout_deadLoader_leavesNothingForEver() throws StoreException {
        grant("k", V1);
        assertThat((String) server.command("HGET", "shop:k", "lease")).matches("[0-9a-f]{32}\\.\\d+:\\d{13}");
        assertThat((Long) server.command("PTTL", "shop:k")).isBetween(LEASE.toMillis() * 10, 60_000L);
    }

    @Test
    void layout_claimBesideALivingValue_doesNotShortenIt() throws StoreException {
        put("k", V1, "v");
        grant("k", V2);
        assertThat((Long) server.command("PTTL", "shop:k")).isGreaterThan(60_000L);
    }

    @Test
    void layout_storeAfterAnotherVersionEnded_removesThatVersion() throws StoreException {
        grant("k", V1).store(CacheStoreContract.entry("short"), 1, budget());
        pass(Duration.ofMillis(10));
        put("k", V2, "long");
        assertThat(server.command("HKEYS", "shop:k")).isEqualTo(List.of("v:f2"));
    }

    @Test
    void layout_shortValueAfterALongClaim_keepsTheKeyNoLongerThanTheValue() throws StoreException {
        grant("k", V1).store(CacheStoreContract.entry("v"), 5_000, budget());
        assertThat((Long) server.command("PTTL", "shop:k")).isBetween(1L, 5_000L);
    }

    @Test
    void lookup_answered_tellsItsLatency() throws StoreException {
        lookup("k", V1);
        assertThat(gets.get()).isPositive();
    }

    @Test
    void h71_evictPattern_everything_leavesOtherNamespacesAlone() throws StoreException {
        server.command("SET", "shopping:k", "theirs");
        server.command("SET", "shop", "theirs");
        put("k", V1, "v");
        assertThat(store.evict(Eviction.ofPattern("*"), budget())).isEqualTo(1);
        assertThat(server.command("DBSIZE")).isEqualTo(2L + 1); // and the version of the namespace
    }

    @Test
    void evictPattern_namespaceFullOfMetacharacters_isTakenLiterally() throws StoreException {
        server.command("SET", "a:k", "theirs");
        server.command("SET", "xxx:k", "theirs");
        RedisConnector odd = connectorTo(server.url(), "[ab]*\\?");
        try {
            RemoteStore oddStore = odd.connect(new RecordingListener());
            server.command("SET", "[ab]*\\?:k", "ours");
            assertThat(oddStore.evict(Eviction.ofPattern("*"), budget())).isEqualTo(1);
            assertThat(server.command("KEYS", "*:k")).asInstanceOf(LIST).hasSize(2);
        } finally {
            odd.close();
        }
    }

    @Test
    void h71_evictPattern_anything_usesNeitherKeysNorFlush() throws StoreException {
        server.command("CONFIG", "RESETSTAT");
        put("k", V1, "v");
        store.evict(Eviction.ofPattern("*"), budget());
        String stats = (String) server.command("INFO", "commandstats");
        assertThat(stats).contains("cmdstat_scan").contains("cmdstat_unlink");
        assertThat(stats).doesNotContain("cmdstat_keys").doesNotContain("cmdstat_flush");
    }

    @Test
    void h87_scriptsForgottenByRedis_areSentAgain() throws StoreException {
        Lease lease = grant("k", V1);
        server.command("SCRIPT", "FLUSH");
        assertThat(lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), budget()))
                .isTrue();
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    @Expects(Message.COMMAND_REFUSED)
    void h81_fullRedis_servesHitsAndEvicts() throws StoreException {
        put("k", V1, "v");
        Lease slow = grant("slow", V1);
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> claim("other", V1)).hasMessageContaining("OOM");
            assertThat(text("k", V1)).isEqualTo("v");
            assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
            assertThat(store.evict(Eviction.ofKey("slow"), budget())).isEqualTo(1);
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void usedMemoryBytes_livingServer_isWhatInfoSays() throws StoreException {
        assertThat(store.usedMemoryBytes(budget())).isGreaterThan(100_000);
    }

    @Test
    void lineage_sameServerAskedAgain_isStillThat() throws StoreException {
        Lineage before = store.lineage(budget());
        assertThat(before.servers()).hasSize(1);
        assertThat(before.servers().get(0).process()).hasSize(40);
        assertThat(store.lineage(budget()).isStill(before)).isTrue();
    }

    @Test
    void info_userMayNotRunIt_isDoneWithout() throws StoreException {
        server.command("ACL", "SETUSER", "blind", "on", ">secret", "~*", "+@all", "-info");
        RedisConnector blind = connectorTo("redis://blind:secret@127.0.0.1:" + server.port());
        try {
            RecordingListener events = new RecordingListener();
            RemoteStore store = blind.connect(events);
            assertThat(store.usedMemoryBytes(budget())).isEqualTo(-1);
            assertThat(store.lineage(budget())).isEqualTo(Lineage.UNKNOWN);
            assertThat(events.events()).isEmpty();
        } finally {
            blind.close();
            server.command("ACL", "DELUSER", "blind");
        }
    }

    /** As some who offer Redis do, and stand-ins for it that never had the command. */
    @Test
    void info_thereIsNoSuchCommand_isDoneWithout() throws StoreException {
        try (RedisServer bare = RedisServer.start("--rename-command", "INFO", "")) {
            RedisConnector connector = connectorTo(bare.url());
            try {
                RecordingListener events = new RecordingListener();
                RemoteStore store = connector.connect(events);
                assertThat(store.usedMemoryBytes(budget())).isEqualTo(-1);
                assertThat(store.lineage(budget())).isEqualTo(Lineage.UNKNOWN);
                assertThat(events.events()).isEmpty();
            } finally {
                connector.close();
            }
        }
    }
}
