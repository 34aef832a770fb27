package dev.larder.agent.core.store.redis;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoreUnderTest;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A store in a real Redis, which is empty at the beginning of each test. */
abstract class RealRedisStore implements StoreUnderTest {

    /** Where the namespace keeps its version. */
    static final String VERSION_KEY = "shop#\u0001";

    static final Duration LEASE = Duration.ofMillis(400);

    @AutoClose
    static RedisServer server;

    final AtomicLong gets = new AtomicLong();
    final RecordingListener listener = new RecordingListener();
    RedisConnector connector;
    RemoteStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        connector = connectorTo(server.url());
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

    /** Real time: nobody can turn Redis's clock. */
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

    static long scriptsSeenByServer() {
        return server.calls("eval") + server.calls("evalsha");
    }

    RedisConnector connectorTo(String url) {
        return connectorTo(url, "shop");
    }

    RedisConnector connectorTo(String url, String namespace) {
        return Connectors.to(url)
                .namespace(namespace)
                .lease(LEASE)
                .gets(gets::addAndGet)
                .make();
    }

    static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }
}
