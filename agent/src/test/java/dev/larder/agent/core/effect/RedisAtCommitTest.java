package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Redis that goes away inside a transaction. */
@Timeout(60)
@Silent
final class RedisAtCommitTest {

    private static final String KEY = "shop:7";

    private final RedisServer server = RedisServer.start();
    private final FailoverStore store = storeOver(server);
    private final Transactions transactions =
            new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader());
    private final World world = World.over(store, transactions);
    private final Items items = new Items();

    private static FailoverStore storeOver(RedisServer server) {
        return FailoverStore.over(
                Connectors.to(server.url()),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                RedisConfig.disabled(),
                AgentThreads.background(),
                Ticker.system());
    }

    @BeforeEach
    void start() {
        store.start();
        awaitRedis();
    }

    @AfterEach
    void close() {
        store.close();
        items.close();
        server.close();
    }

    @Test
    void h70_redisDownAtTheCommit_commitReturnsAndTheEvictionIsJournalled() throws Exception {
        world.read(KEY, items::name);
        items.transaction().executeWithoutResult(status -> {
            unchecked(() ->
                    call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY))), () -> items.rename("new")));
            server.kill();
        });
        assertThat(items.name()).isEqualTo("new");
        assertThat(store.journalSize()).isEqualTo(1);
        assertThat(world.read(KEY, items::name)).isEqualTo("new");
    }

    @Test
    void h70_redisFrozenAtTheCommit_evictsWhenItGoesOn() throws Exception {
        world.read(KEY, items::name);
        items.transaction().executeWithoutResult(status -> {
            unchecked(() ->
                    call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY))), () -> items.rename("new")));
            server.pause();
        });
        assertThat(items.name()).isEqualTo("new");
        assertThat(world.read(KEY, items::name)).isEqualTo("new");
        server.resume();
        awaitRedis();
        assertThat(world.read(KEY, items::name)).isEqualTo("new");
    }

    @Test
    void h70_redisDownAtTheCommitOfAPut_nothingOldIsServed() throws Exception {
        world.read(KEY, items::name);
        items.transaction().executeWithoutResult(status -> {
            unchecked(() -> call(world.putting(put(Texts.of(KEY))), () -> items.rename("new")));
            server.pause();
        });
        assertThat(items.name()).isEqualTo("new");
        assertThat(world.read(KEY, items::name)).isEqualTo("new");
        server.resume();
        awaitRedis();
        assertThat(world.read(KEY, items::name)).isEqualTo("new");
    }

    private void awaitRedis() {
        await().atMost(Duration.ofSeconds(20)).until(() -> store.status().mode() == Mode.REDIS);
    }

    private static void unchecked(Callable<?> work) {
        try {
            work.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
