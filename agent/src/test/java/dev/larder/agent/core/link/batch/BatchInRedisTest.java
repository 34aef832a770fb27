package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

final class BatchInRedisTest extends BatchContract {

    @AutoClose
    private static RedisServer server;

    private RedisConnector connector;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @Override
    CacheStore store() throws Exception {
        server.flush();
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                "shop",
                RedisConfig.at(server.url()),
                defaults.memory(),
                defaults.load(),
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
        connector = RedisConnector.create(config, Ticker.system(), nanos -> {});
        return connector.connect(new RecordingListener());
    }

    @AfterEach
    void disconnect() {
        connector.close();
    }
}
