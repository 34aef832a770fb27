package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the source of a script travels: three kilobytes in place of forty bytes. */
final class ScriptSourcesTest {

    private static final EntryId K = new EntryId("k", "f1", List.of("t"));
    private static final long TTL_MILLIS = 60_000;

    private final RedisServer redis = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(redis.port());
    private final RedisConnector connector = Connectors.to(proxy.url()).make();
    private RemoteStore store;

    private long whileConnecting;

    @BeforeEach
    void connect() throws StoreException {
        store = connector.connect(new RecordingListener());
        whileConnecting = sourcesSent(); // trying out whether the user may run them
    }

    @AfterEach
    void disconnect() {
        connector.close();
        proxy.close();
        redis.close();
    }

    @Test
    void f22_connected_noCallSendsASource() throws StoreException {
        assertThat(load()).isTrue();
        assertThat(sourcesSent()).isEqualTo(whileConnecting);
    }

    @Test
    void f22_claimThatTimesOut_isGivenBackWithoutASource() throws StoreException {
        proxy.hold(FaultProxy.Direction.TO_SERVER);
        assertThatThrownBy(() -> store.claim(K, budget(50))).isInstanceOf(StoreException.class);
        proxy.heal();
        store.check(budget(5_000));
        await().until(() -> !redis.command("HEXISTS", "shop:k", "lease").equals(1L));
        assertThat(sourcesSent()).isEqualTo(whileConnecting);
        assertThat(load()).isTrue();
    }

    @Test
    void f22_storeThatTimesOut_isGivenBackWithoutASource() throws StoreException {
        Lease lease = granted();
        proxy.hold(FaultProxy.Direction.TO_SERVER);
        assertThatThrownBy(() -> lease.store(CacheStoreContract.entry("v"), TTL_MILLIS, budget(50)))
                .isInstanceOf(StoreException.class);
        proxy.heal();
        store.check(budget(5_000));
        assertThat(sourcesSent()).isEqualTo(whileConnecting);
    }

    @Test
    void f22_claimThatWasNeverSent_sendsNothing() throws StoreException {
        long before = commandsSeen();
        assertThatThrownBy(() -> store.claim(new EntryId("k", "f1"), budget(0)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was not sent");
        store.check(budget(5_000));
        assertThat(commandsSeen()).as("scripts run").isEqualTo(before);
    }

    /** As a restart of the server does behind a proxy that keeps the connection. */
    @Test
    void f22_serverThatForgotTheScripts_isToldEachOfThemOnce() throws StoreException {
        redis.command("SCRIPT", "FLUSH");
        assertThat(load()).isTrue();
        long told = sourcesSent();
        assertThat(told).isPositive();
        redis.command("DEL", "shop:k");
        assertThat(load()).isTrue();
        assertThat(sourcesSent()).isEqualTo(told);
    }

    @Test
    void f22_serverThatForgotTheScripts_getsALeaseBackAllTheSame() throws StoreException {
        proxy.hold(FaultProxy.Direction.TO_SERVER);
        assertThatThrownBy(() -> store.claim(K, budget(50))).isInstanceOf(StoreException.class);
        redis.command("HSET", "shop:other", "f", "v");
        redis.command("SCRIPT", "FLUSH");
        proxy.heal();
        store.check(budget(5_000));
        await().until(() -> !redis.command("HEXISTS", "shop:k", "lease").equals(1L));
        assertThat(store.claim(K, budget(5_000))).isInstanceOf(Claim.Granted.class);
    }

    private boolean load() throws StoreException {
        return granted().store(CacheStoreContract.entry("v"), TTL_MILLIS, budget(5_000));
    }

    private Lease granted() throws StoreException {
        Claim claim = store.claim(K, budget(5_000));
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    private long sourcesSent() {
        return redis.calls("eval");
    }

    private long commandsSeen() {
        return redis.calls("eval") + redis.calls("evalsha");
    }

    private static Budget budget(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }
}
