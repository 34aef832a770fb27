package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class BehindInRedisTest extends BehindContract {

    @AutoClose
    private static RedisServer server;

    private RedisConnector connector;
    private RemoteStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        connector = Connectors.to(server.url());
        store = connector.connect(new RecordingListener());
    }

    @AfterEach
    void disconnect() {
        connector.close();
    }

    @Override
    CacheStore store() {
        return store;
    }
}
