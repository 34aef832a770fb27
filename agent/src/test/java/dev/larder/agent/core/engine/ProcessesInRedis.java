package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One Redis for all, with a connection for each. */
abstract class ProcessesInRedis implements Processes {

    @AutoClose
    private static RedisServer server;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<RedisConnector> connectors = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void disconnect() {
        threads.shutdownNow();
        connectors.forEach(RedisConnector::close);
    }

    @Override
    public CacheStore connect(LoadConfig limits) throws StoreException {
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                "shop",
                RedisConfig.at(server.url()),
                defaults.memory(),
                limits,
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
        RedisConnector connector = RedisConnector.create(config, Ticker.system(), nanos -> {});
        connectors.add(connector);
        return connector.connect(new RecordingListener());
    }

    @Override
    public ExecutorService threads() {
        return threads;
    }
}
