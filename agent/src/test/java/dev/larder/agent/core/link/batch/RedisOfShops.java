package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.util.Map;

/** A Redis of the tests of one class. Each of them connects anew. */
final class RedisOfShops implements AutoCloseable {

    private final RedisServer server = RedisServer.start();
    private RedisConnector connector;

    private RedisOfShops() {}

    static RedisOfShops start() {
        return new RedisOfShops();
    }

    CacheStore connectEmptied() throws Exception {
        disconnect();
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

    private void disconnect() {
        if (connector != null) {
            connector.close();
        }
    }

    @Override
    public void close() {
        disconnect();
        server.close();
    }
}
