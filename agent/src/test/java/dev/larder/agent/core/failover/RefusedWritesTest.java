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
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link FailoverStore} over a Redis that answers reads and refuses writes. */
@Silent
final class RefusedWritesTest {

    private static final EntryId K = new EntryId("k", "f1");

    @TempDir
    private Path snapshots;

    private RedisServer server;
    private FailoverStore store;

    @BeforeEach
    void connect() throws StoreException {
        server = RedisServer.startKeeping(snapshots);
        RedisConnector connector = RedisConnector.create(config(server.url()), Ticker.system(), nanos -> {});
        store = FailoverStore.over(
                connector,
                RefusedWritesTest::memory,
                RedisConfig.disabled(),
                AgentThreads.background(),
                Ticker.system());
        store.start();
        awaitMode(Mode.REDIS);
        ((Claim.Granted) store.claim(K, budget())).lease().store(CacheStoreContract.entry("v"), 60_000, budget());
    }

    @AfterEach
    void disconnect() {
        store.close();
        server.close();
    }

    private static AgentConfig config(String url) {
        return Configs.over(url);
    }

    private static MemoryStore memory() {
        return MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    }

    @Test
    void h81_outOfMemory_hitsAreServedAndEvictionsWork() throws StoreException {
        server.command("CONFIG", "SET", "maxmemory", "1");
        assertThat(store.lookup(K, budget())).isInstanceOf(Lookup.Fresh.class);
        assertThatThrownBy(() -> store.claim(new EntryId("other", "f1"), budget()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("OOM");
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    /** Then Redis refuses evictions, too: it is left, and hears of them before it is trusted again. */
    @Test
    void h81_snapshotFailed_hitsAreServedUntilAnEvictionCannotBeConfirmed() throws IOException, StoreException {
        failSnapshot();
        assertThat(store.lookup(K, budget())).isInstanceOf(Lookup.Fresh.class);
        assertThatThrownBy(() -> store.claim(new EntryId("other", "f1"), budget()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("MISCONF");

        store.evict(Eviction.ofKey("k"), budget());

        assertThat(store.status().mode()).isNotEqualTo(Mode.REDIS);
        assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(server.command("EXISTS", "shop:k")).isEqualTo(1L);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.status().reason().contains("cannot be used: "));
        server.command("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
        awaitMode(Mode.REDIS);
        assertThat(server.command("EXISTS", "shop:k")).isEqualTo(0L);
        assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
    }

    /** Takes the directory away under the server, which works whoever runs it and needs no option of a later version. */
    private void failSnapshot() throws IOException {
        Files.delete(snapshots);
        server.command("CONFIG", "SET", "save", "3600 1");
        server.command("BGSAVE");
        await().until(() -> ((String) server.command("INFO", "persistence")).contains("rdb_last_bgsave_status:err"));
    }

    private void awaitMode(Mode mode) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.status().mode() == mode);
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }
}
