package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.LarderCacheContract.User;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.HeldUpConnector;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The API in a process that has not made its first connection. Redis works, and other processes use it. */
@Timeout(60)
final class LarderCacheWhileConnectingTest {

    private final RedisServer server = RedisServer.start();
    private final HeldUpConnector connector = new HeldUpConnector(LarderCacheOverRedisTest.connector(server.url()));
    private final FailoverStore store = FailoverStore.over(
            connector,
            () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
            config().redis(),
            AgentThreads.background(),
            Ticker.system());
    private final ApiOver api = new ApiOver(config().redis().timeout());
    private final LarderCache<User> users = api.cache(User.class);

    @AfterEach
    void end() {
        connector.goOn();
        store.close();
        server.close();
    }

    static Stream<Arguments> writes() {
        User user = new User("new", 2);
        return Stream.of(
                write("put", users -> users.put("u:1", user)),
                write("putAll", users -> users.putAll(Map.of("u:1", user))),
                write("putIfAbsent", users -> users.putIfAbsent("u:1", user)),
                write("expire", users -> users.expire("u:1", Duration.ofMinutes(1))));
    }

    private static Arguments write(String name, Consumer<LarderCache<User>> write) {
        return Arguments.of(name, write);
    }

    /** Each eviction waits for half of the eviction timeout: three of them made a put take seconds. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void write_beforeTheFirstConnection_evictsOnce(String name, Consumer<LarderCache<User>> write) {
        api.engine.open(store);
        store.start();
        users.evict("u:0"); // makes the connection for evictions
        long before = removals();
        users.evict("u:0");
        long ofOneEviction = removals() - before;
        server.command("HSET", "shop:u:1", "v:f1", "old");

        write.accept(users);

        assertThat(server.command("EXISTS", "shop:u:1")).isEqualTo(0L);
        assertThat(removals() - before - ofOneEviction)
                .as("commands sent by %s", name)
                .isEqualTo(ofOneEviction)
                .isPositive();
        assertThat(store.status().mode().name()).isEqualTo("INITIALIZING");
    }

    private long removals() {
        return server.calls("unlink");
    }

    private AgentConfig config() {
        return Configs.over(new RedisConfig(
                server.url(), Duration.ofMillis(100), Duration.ofSeconds(2), RedisConfig.DEFAULT_EVICTION_TIMEOUT));
    }
}
