package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.HurriedThreads;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers that have, when they are connected to again, older data than they had confirmed. */
@Timeout(60)
final class OlderDataTest {

    private static final EntryId K = new EntryId("k", "f", List.of("t"));
    private static final String REDIS_KEY = "shop:k";

    @Test
    void h68_serverStartedFromAnOlderDump_doesNotServeWhatWasEvicted(@TempDir Path directory) throws StoreException {
        try (RedisServer server = RedisServer.startKeeping(directory);
                FailoverStore store = connect(server.url())) {
            put(store);
            server.command("SAVE");
            store.evict(Eviction.ofKey("k"), budget());
            server.kill();
            awaitMode(store, Mode.MEMORY);
            server.restart();
            awaitMode(store, Mode.REDIS);
            assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
            assertThat(server.command("EXISTS", REDIS_KEY)).isEqualTo(1L); // of another version of the namespace
            try (FailoverStore other = connect(server.url())) {
                assertThat(other.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
            }
        }
    }

    /** Nobody looks for the keys: one command, whatever else the server has. */
    @Test
    void f21_serverStartedFromAnOlderDump_isNotScanned(@TempDir Path directory) throws StoreException {
        try (RedisServer server = RedisServer.startKeeping(directory);
                FailoverStore store = connect(server.url());
                FailoverStore other = connect(server.url())) {
            put(store);
            server.command("SAVE");
            store.evict(Eviction.ofKey("k"), budget());
            server.kill();
            awaitMode(store, Mode.MEMORY);
            awaitMode(other, Mode.MEMORY);
            server.restart();
            awaitMode(store, Mode.REDIS);
            put(store);
            awaitMode(other, Mode.REDIS);
            assertThat(other.lookup(K, budget())).as("stored since the restart").isInstanceOf(Lookup.Fresh.class);
            // each connection tries a SCAN of one step
            assertThat(server.calls("scan")).isBetween(1L, 9L);
        }
    }

    /** That everything goes is the agent's doing: nobody evicted. */
    @Test
    void f45_serverStartedFromAnOlderDump_isNotSaidToBeToldOfEvictions(@TempDir Path directory) {
        try (RedisServer server = RedisServer.startKeeping(directory);
                FailoverStore store = connect(server.url())) {
            server.command("SAVE");
            server.kill();
            awaitMode(store, Mode.MEMORY);
            server.restart();
            awaitMode(store, Mode.REDIS);
            assertThat(store.status().reason())
                    .contains("everything in the namespace is evicted")
                    .doesNotContain("replayed");
        }
    }

    @Test
    void f45_evictionsWhileAway_areCounted() throws StoreException {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(server.port());
                FailoverStore store = connect(proxy.url())) {
            proxy.cut();
            awaitMode(store, Mode.MEMORY);
            store.evict(Eviction.ofKey("k"), budget());
            store.evict(Eviction.ofTag("t"), budget());
            proxy.heal();
            awaitMode(store, Mode.REDIS);
            assertThat(store.status().reason()).endsWith("evictions replayed: 2");
        }
    }

    /** Long ago, and by somebody who does not live any more: the age of a dump is not known. */
    @Test
    void h68_serverStartedFromAnOlderDump_doesNotServeWhatOthersEvicted(@TempDir Path directory) throws StoreException {
        try (RedisServer server = RedisServer.startKeeping(directory);
                FailoverStore store = connect(server.url())) {
            put(store);
            server.command("SAVE");
            try (FailoverStore other = connect(server.url())) {
                other.evict(Eviction.ofTag("t"), budget());
            }
            server.kill();
            awaitMode(store, Mode.MEMORY);
            server.restart();
            awaitMode(store, Mode.REDIS);
            assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        }
    }

    @Test
    void h68_replicaThatMissedTheEvictionTakesOver_doesNotServeWhatWasEvicted() throws StoreException {
        try (RedisServer primary = promptPrimary();
                FaultProxy replication = FaultProxy.to(primary.port());
                RedisServer replica = RedisServer.start();
                FaultProxy address = FaultProxy.to(primary.port());
                FailoverStore store = connect(address.url())) {
            replica.command("REPLICAOF", "127.0.0.1", Integer.toString(replication.port()));
            put(store);
            awaitCopyIn(replica);
            replication.swallow(FaultProxy.Direction.TO_CLIENT);
            store.evict(Eviction.ofKey("k"), budget());
            primary.kill();
            awaitMode(store, Mode.MEMORY);
            replica.command("REPLICAOF", "NO", "ONE");
            assertThat(replica.command("EXISTS", REDIS_KEY)).isEqualTo(1L);
            address.redirect(replica.port());
            awaitMode(store, Mode.REDIS);
            assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        }
    }

    /** Its clients stay connected all the while. */
    @Test
    void h68_serverThatTookOlderDataOver_isFoundOut() throws StoreException {
        try (RedisServer server = promptPrimary();
                RedisServer older = promptPrimary();
                FailoverStore store = connect(server.url())) {
            put(store);
            follow(older, server);
            awaitCopyIn(older);
            older.command("REPLICAOF", "NO", "ONE");
            store.evict(Eviction.ofKey("k"), budget());
            follow(server, older);
            awaitCopyIn(server);
            server.command("REPLICAOF", "NO", "ONE");
            await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> store.lookup(K, budget())
                    .equals(Lookup.ABSENT));
            awaitMode(store, Mode.REDIS);
            assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        }
    }

    /** It goes on answering reads, from another one's data. */
    @Test
    void h68_serverThatIsAReplicaNow_isLeftUntilItIsAPrimaryAgain() throws StoreException {
        try (RedisServer server = promptPrimary();
                RedisServer older = promptPrimary();
                FailoverStore store = connect(server.url())) {
            put(store);
            follow(older, server);
            awaitCopyIn(older);
            older.command("REPLICAOF", "NO", "ONE");
            store.evict(Eviction.ofKey("k"), budget());
            follow(server, older);
            awaitMode(store, Mode.MEMORY);
            assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
            awaitCopyIn(server);
            server.command("REPLICAOF", "NO", "ONE");
            awaitMode(store, Mode.REDIS);
            assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        }
    }

    @Test
    void h68_sameServerAfterACut_keepsTheEntries() throws StoreException {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(server.port());
                FailoverStore store = connect(proxy.url())) {
            put(store);
            proxy.cut();
            awaitMode(store, Mode.MEMORY);
            proxy.heal();
            awaitMode(store, Mode.REDIS);
            assertThat(store.lookup(K, budget())).isInstanceOf(Lookup.Fresh.class);
        }
    }

    /** Sends its data as soon as a replica asks, and does not wait for others that may ask as well. */
    private static RedisServer promptPrimary() {
        return RedisServer.start("--repl-diskless-sync-delay", "0");
    }

    private static void follow(RedisServer replica, RedisServer primary) {
        replica.command("REPLICAOF", "127.0.0.1", Integer.toString(primary.port()));
    }

    private static void put(FailoverStore store) throws StoreException {
        Claim.Granted granted = (Claim.Granted) store.claim(K, budget());
        assertThat(granted.lease().store(CacheStoreContract.entry("old"), 600_000, budget()))
                .isTrue();
        assertThat(store.lookup(K, budget())).isInstanceOf(Lookup.Fresh.class);
    }

    private static FailoverStore connect(String url) {
        AgentConfig config = Configs.over(url);
        FailoverStore store = FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                config.redis(),
                HurriedThreads.background(),
                Ticker.system());
        store.start();
        awaitMode(store, Mode.REDIS);
        return store;
    }

    private static void awaitMode(FailoverStore store, Mode mode) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.status().mode() == mode);
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(2));
    }

    private static void awaitCopyIn(RedisServer server) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.command("EXISTS", REDIS_KEY).equals(1L));
    }
}
