package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.AtOnce;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.FaultProxy.Direction;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LarderCacheOverRedisTest extends LarderCacheContract {

    private static final int MANY = 100;

    @AutoClose
    private static RedisServer server;

    private final FaultProxy proxy = FaultProxy.to(server.port());
    private final RedisConnector connector = connector(proxy.url());

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterEach
    void disconnect() {
        connector.close();
        proxy.close();
    }

    static RedisConnector connector(String url) {
        AgentConfig config = Configs.over(url);
        return RedisConnector.create(config, Ticker.system(), nanos -> {});
    }

    @Override
    CacheStore store() {
        server.flush();
        try {
            return connector.connect(new RecordingListener());
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void getAll_many_isOneRoundTrip() throws Exception {
        Map<String, User> many = many();
        users.putAll(many);
        List<String> keys = List.copyOf(many.keySet());
        long before = lookups();

        Map<String, User> found = inOneRoundTrip(i -> users.getAll(keys), () -> lookups() - before == MANY);

        assertThat(found).isEqualTo(many);
    }

    @Test
    void evictAll_many_isOneRoundTrip() throws Exception {
        Map<String, User> many = many();
        users.putAll(many);

        inOneRoundTrip(
                i -> {
                    users.evictAll(many.keySet());
                    return null;
                },
                () -> entries() == 0);
    }

    @Test
    void putAll_many_isOneRoundTrip() throws Exception {
        users.put("warm", ADA); // the server knows the script from here on

        inOneRoundTrip(
                i -> {
                    users.putAll(many());
                    return null;
                },
                () -> entries() == MANY + 1);
    }

    private static Map<String, User> many() {
        Map<String, User> many = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            many.put("u:" + i, new User("user", i));
        }
        return many;
    }

    /** The server has done all of it before the client gets the first answer. */
    private <T> T inOneRoundTrip(AtOnce<T> task, Callable<Boolean> done) throws Exception {
        proxy.hold(Direction.TO_CLIENT);
        CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> {
            try {
                return task.run(0);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await().until(done);
        assertThat(result).isNotDone();
        proxy.forward(Direction.TO_CLIENT);
        return result.get(20, TimeUnit.SECONDS);
    }

    private static long entries() {
        return ((List<?>) server.command("KEYS", "shop:*")).size();
    }

    private static long lookups() {
        return server.calls("hget");
    }
}
