package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.ReplyProxy;
import dev.larder.agent.fixtures.ReplyProxy.Fault;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers get when a proxy shifts the answers of Redis by one. */
@Silent
final class ForeignRepliesTest {

    private final RedisServer server = RedisServer.start();
    private final ReplyProxy proxy = ReplyProxy.to(server.port());
    private FailoverStore store;
    private Calls calls;

    @BeforeEach
    void connect() throws Exception {
        AgentConfig config = Configs.over(proxy.url());
        store = FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                RedisConfig.disabled(),
                AgentThreads.background(),
                Ticker.system());
        store.start();
        awaitRedis();
        calls = Calls.unhurried(store, LoadConfig.defaults());
        assertThat(calls.call("a", () -> "a's")).isEqualTo("a's");
        assertThat(calls.call("b", () -> "b's")).isEqualTo("b's");
    }

    @AfterEach
    void disconnect() {
        store.close();
        proxy.close();
        server.close();
    }

    @Test
    void h116_repliesShiftedByOne_bodiesResultsAreReturnedAndCounted() throws Exception {
        int connections = proxy.connections();
        proxy.once("HGET", Fault.insert("+QUEUED\r\n"));
        assertThat(calls.call("a", () -> "from the body")).isEqualTo("from the body");
        assertThat(proxy.isDone()).isTrue();
        assertThat(calls.counts().errors()).isEqualTo(1);
        assertThat(calls.counts().misses()).as("both from before").isEqualTo(2);
        assertThat(calls.call("b", () -> "from the body")).isIn("from the body", "b's");
        assertThat(calls.counts().errors()).isEqualTo(1);
        awaitRedis();
        assertThat(proxy.connections()).isGreaterThan(connections);
        assertThat(calls.call("a", () -> "unexpected")).isEqualTo("a's");
        assertThat(calls.call("b", () -> "unexpected")).isEqualTo("b's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "store"})
    void h116_scriptGetsAnothersReply_isOneErrorOfThatCall(String script) throws Exception {
        int[] runs = {0};
        proxy.once(
                words -> words.get(0).equals("EVALSHA"), script.equals("claim") ? 1 : 2, Fault.insert("+QUEUED\r\n"));
        assertThat(calls.call("new", () -> "body " + ++runs[0])).isEqualTo("body 1");
        assertThat(proxy.isDone()).isTrue();
        assertThat(calls.counts().errors()).isEqualTo(1);
        assertThat(calls.counts().misses()).as("both from before").isEqualTo(2);
    }

    /** It reaches Redis all the same, on a connection of its own, before it returns. */
    @Test
    void h116_evictionGetsAnothersNumber_isConfirmedElsewhere() throws Exception {
        proxy.once("UNLINK", Fault.insert(":1\r\n"));
        store.evict(Eviction.ofKey("a"), new Budget(Ticker.system(), Duration.ofSeconds(1)));
        assertThat(proxy.isDone()).isTrue();
        assertThat(server.command("EXISTS", "shop:a")).isEqualTo(0L);
        awaitRedis();
        assertThat(calls.call("a", () -> "new")).isEqualTo("new");
    }

    @Test
    void h116_shiftWhileNobodyCalls_heartbeatReplacesTheConnection() throws Exception {
        int connections = proxy.connections();
        proxy.once("TIME", Fault.repeat());
        await().atMost(Duration.ofSeconds(20)).until(() -> proxy.connections() > connections);
        awaitRedis();
        assertThat(calls.call("a", () -> "unexpected")).isEqualTo("a's");
        assertThat(calls.counts().errors()).isZero();
    }

    private void awaitRedis() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.status().mode() == Mode.REDIS);
    }
}
