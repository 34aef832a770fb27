package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class PutInClusterTest implements PutContract {

    @AutoClose
    private static RedisCluster cluster;

    private RedisConnector connector;
    private RemoteStore store;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        cluster.flush();
        connector = Connectors.to(cluster.url());
        store = connector.connect(new RecordingListener());
    }

    @AfterEach
    void disconnect() {
        connector.close();
    }

    @Override
    public CacheStore store() {
        return store;
    }

    @Override
    public boolean hasMarks() {
        return false;
    }
}
