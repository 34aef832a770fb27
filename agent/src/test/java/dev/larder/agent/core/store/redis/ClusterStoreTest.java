package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store over three masters. */
final class ClusterStoreTest implements CacheStoreContract {

    private static final Duration LEASE = Duration.ofMillis(400);

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
        connector = Connectors.to(cluster.url()).lease(LEASE).make();
        store = connector.connect(listener);
    }

    @AfterEach
    void disconnect() {
        List<String> events = List.copyOf(listener.events());
        connector.close();
        assertThat(events).isEmpty();
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
        return LEASE;
    }

    @Override
    public Duration shortTtl() {
        return Duration.ofSeconds(1);
    }

    /** Between its servers there is no order: see {@link Mark}. In place of what the other stores promise of marks. */
    @Test
    void takeOver_sinceAMark_isNullWhateverHappened() throws StoreException {
        WriteMark mark = store.mark(budget());
        assertThat(takeOver(mark)).isNull();
        evict(Eviction.ofKey("other"));
        assertThat(takeOver(mark)).isNull();
        assertThat(takeOver(store.mark(budget()))).isNull();
    }
}
