package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.LarderCacheContract.User;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis goes while the API is in use, and comes back. */
@Timeout(60)
final class LarderCacheInOutageTest {

    private static final User OLD = new User("old", 1);
    private static final User NEW = new User("new", 2);

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(server.port());
    private final FailoverStore store = FailoverStore.over(
            LarderCacheOverRedisTest.connector(proxy.url()),
            () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
            RedisConfig.disabled(),
            AgentThreads.background(),
            Ticker.system());
    private final ApiOver api = new ApiOver(AgentConfig.defaults().redis().timeout());
    private final LarderCache<User> users = api.cache(User.class);

    @BeforeEach
    void connect() {
        api.engine.open(store);
        store.start();
        awaitMode(Mode.REDIS);
    }

    @AfterEach
    void end() {
        store.close();
        proxy.close();
        server.close();
    }

    @Test
    void h63_putThatRedisDoesNotConfirm_leavesNothingOlder() {
        users.put("u:1", OLD);
        proxy.blackHole();
        users.put("u:1", NEW);

        assertThat(users.get("u:1")).isNotEqualTo(OLD);
        proxy.heal();
        awaitMode(Mode.REDIS);
        assertThat(users.exists("u:1")).isFalse();
    }

    @Test
    void h63_putsWhileRedisIsAway_areInMemoryAndNothingOlderComesBack() {
        users.put("u:1", OLD);
        users.put("u:2", OLD);
        users.put("u:3", OLD);
        awaitMode(Mode.REDIS); // a slow put may have ended it for a moment
        proxy.cut();
        awaitMode(Mode.MEMORY);

        users.put("u:1", NEW);
        users.evict("u:2");
        assertThat(users.putIfAbsent("u:3", NEW)).isTrue();
        assertThat(users.getAll(List.of("u:1", "u:2", "u:3")))
                .hasSize(2)
                .containsValue(NEW)
                .doesNotContainValue(OLD);
        proxy.heal();
        awaitMode(Mode.REDIS);

        assertThat(users.getAll(List.of("u:1", "u:2", "u:3"))).isEmpty();
    }

    @Test
    void counters_whileRedisIsAway_goOnInThisProcess() {
        assertThat(users.increment("n", 10)).isEqualTo(10);
        proxy.cut();
        awaitMode(Mode.MEMORY);

        assertThat(users.increment("n")).isEqualTo(1);
        assertThat(users.increment("n")).isEqualTo(2);
        assertThat(users.ttl("n")).isPositive();
        proxy.heal();
        awaitMode(Mode.REDIS);

        assertThat(users.increment("n")).isEqualTo(11);
    }

    @Test
    void switchedOff_andOnAgain_nothingOlderComesBack() {
        users.put("u:1", OLD);
        api.engine.setEnabled(false);
        store.switchOff("the test says so");

        users.put("u:1", NEW);
        assertThat(users.get("u:1")).isNull();
        assertThat(users.getOrLoad("u:1", () -> NEW)).isEqualTo(NEW);
        store.switchOn("the test says so");
        api.engine.setEnabled(true);
        awaitMode(Mode.REDIS);

        assertThat(users.exists("u:1")).isFalse();
    }

    /** Its caller believes that the entry ends then, whoever reads it. */
    @Test
    void switchedOff_expire_evictsTheEntry() {
        users.put("u:1", OLD);
        users.put("u:2", OLD);
        api.engine.setEnabled(false);
        store.switchOff("the test says so");

        assertThat(users.increment("n")).isEqualTo(1);
        assertThat(users.expire("n", Duration.ofMinutes(1))).isTrue();
        assertThat(users.increment("n")).isEqualTo(2);
        assertThat(users.expire("u:1", Duration.ofMillis(1))).isFalse();
        store.switchOn("the test says so");
        api.engine.setEnabled(true);
        awaitMode(Mode.REDIS);

        assertThat(users.exists("u:1")).isFalse();
        assertThat(users.exists("u:2")).isTrue();
    }

    private void awaitMode(Mode mode) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> store.status().mode().name().equals(mode.name()));
    }
}
