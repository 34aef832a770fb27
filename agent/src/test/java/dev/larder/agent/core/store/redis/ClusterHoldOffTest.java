package dev.larder.agent.core.store.redis;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.HoldOffContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A store over three masters that holds loads off after evictions. */
final class ClusterHoldOffTest implements HoldOffContract {

    private static final Duration HOLD_OFF = Duration.ofMillis(1_200);

    @AutoClose
    private static RedisCluster cluster;

    private final RecordingListener listener = new RecordingListener();
    private RedisConnector connector;
    private RemoteStore store;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        cluster.flush();
        connector = Connectors.to(cluster.url()).holdOff(HOLD_OFF).make();
        store = connector.connect(listener);
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
    public void pass(Duration time) {
        await().pollDelay(time.plusMillis(20)).atMost(time.plusSeconds(10)).until(() -> true);
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration shortTtl() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration holdOff() {
        return HOLD_OFF;
    }
}
