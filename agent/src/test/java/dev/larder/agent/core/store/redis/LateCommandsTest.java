package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.FaultProxy.Direction;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a caller has given up reaches Redis later than what others did meanwhile. The far store is behind a proxy that
 * holds its commands back; the near one goes straight.
 */
final class LateCommandsTest {

    private static final EntryId K = new EntryId("k", "f1");
    private static final EntryId TAGGED = new EntryId("k", "f1", List.of("t"));
    private static final long TTL_MILLIS = 60_000;

    @AutoClose
    private static RedisServer server;

    @AutoClose("shutdownNow")
    private final ExecutorService caller = Executors.newSingleThreadExecutor();

    private FaultProxy proxy;
    private RedisConnector nearConnector;
    private RedisConnector farConnector;
    private RemoteStore near;
    private RemoteStore far;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        proxy = FaultProxy.to(server.port());
        nearConnector = Connectors.to(server.url()).make();
        farConnector = Connectors.to(proxy.url()).make();
        near = nearConnector.connect(new RecordingListener());
        far = farConnector.connect(new RecordingListener());
        teachScripts();
    }

    /** A script that Redis does not know would come to nothing when it comes late. */
    private void teachScripts() throws StoreException {
        load(near, TAGGED, "v");
        near.putAll(Map.of(K, CacheStoreContract.entry("v")), TTL_MILLIS, budget());
        near.expire("k", TTL_MILLIS, budget());
        near.increment("k", 1, TTL_MILLIS, budget());
        server.flush();
        near.check(budget()); // which finds that the version of the namespace is gone
        far.check(budget());
    }

    @AfterEach
    void disconnect() {
        farConnector.close();
        nearConnector.close();
        proxy.close();
    }

    @Test
    void h67_lateClaim_leavesNoLease() throws StoreException {
        giveUp(() -> far.claim(TAGGED, millis(50)));
        deliver();
        assertThat(near.claim(TAGGED, budget())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void h67_lateClaim_leavesNewTagsAndEntriesAlone() throws StoreException {
        giveUp(() -> far.claim(TAGGED, millis(50)));
        load(near, TAGGED, "new");
        deliver();
        assertThat(text(TAGGED)).isEqualTo("new");
        near.evict(Eviction.ofTag("t"), budget());
        assertThat(near.lookup(TAGGED, budget())).isEqualTo(Lookup.ABSENT);
    }

    /** A claim that comes to a hash without a lease, and the release behind it, do no more than cost a load. */
    @Test
    void h67_lateClaimWhileAnotherLoads_leavesThatLeaseAlone() throws StoreException {
        giveUp(() -> far.claim(K, millis(50)));
        Lease loader = granted(near.claim(K, budget()));
        deliver();
        assertThat(store(loader, "loaded")).isTrue();
    }

    @Test
    void h67_lateStoreAfterEvictOfItsTag_isVoid() throws StoreException {
        Lease slow = granted(far.claim(TAGGED, budget()));
        giveUp(() -> slow.store(CacheStoreContract.entry("old"), TTL_MILLIS, millis(50)));
        near.evict(Eviction.ofTag("t"), budget());
        deliver();
        assertThat(near.lookup(TAGGED, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(near.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        load(near, TAGGED, "new");
        assertThat(text(TAGGED)).isEqualTo("new");
    }

    @Test
    void h67_lateStoreOfAWriterAfterANewerPut_isRefused() throws StoreException {
        Lease writer = far.takeOver(K, null, budget());
        giveUp(() -> writer.store(CacheStoreContract.entry("old"), TTL_MILLIS, millis(50)));
        assertThat(store(near.takeOver(K, null, budget()), "new")).isTrue();
        deliver();
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    void h67_lateStoreOfAWriterAfterItsOwnEviction_isRefused() throws StoreException {
        Lease writer = far.takeOver(K, null, budget());
        giveUp(() -> writer.store(CacheStoreContract.entry("old"), TTL_MILLIS, millis(50)));
        near.evict(Eviction.ofKey("k"), budget());
        deliver();
        assertThat(near.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(near.claim(K, budget())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void h67_lateTakeOver_leavesTheNewValueAndNobodyWaits() throws StoreException {
        giveUp(() -> far.takeOver(K, null, millis(50)));
        load(near, K, "new");
        deliver();
        assertThat(text(K)).isEqualTo("new");
        near.evict(Eviction.ofKey("k"), budget());
        assertThat(near.claim(K, budget())).isInstanceOf(Claim.Granted.class);
    }

    /** The connection is gone and what it carried still comes. */
    @Test
    void h67_lateStoreOfAConnectionThatIsClosed_isRefused() throws StoreException {
        Lease slow = granted(far.claim(K, budget()));
        giveUp(() -> slow.store(CacheStoreContract.entry("old"), TTL_MILLIS, millis(50)));
        farConnector.close();
        near.evict(Eviction.ofKey("k"), budget());
        load(near, K, "new");
        long before = storesSeenByServer();
        proxy.heal();
        await().atMost(Duration.ofSeconds(5)).until(() -> storesSeenByServer() > before);
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    void h67_latePutAll_takesNothingAway() throws StoreException {
        giveUp(() -> far.putAll(Map.of(K, CacheStoreContract.entry("old")), TTL_MILLIS, millis(50)));
        load(near, K, "new");
        deliver();
        assertThat(text(K)).isEqualTo("new");
        near.evict(Eviction.ofKey("k"), budget());
        assertThat(near.claim(K, budget())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void h67_putAllWhoseSecondRoundTripIsLate_isRefusedAfterAnEviction() throws Exception {
        giveUpInSecondRoundTrip(
                () -> far.putAll(Map.of(TAGGED, CacheStoreContract.entry("old")), TTL_MILLIS, millis(500)));
        near.evict(Eviction.ofKey("k"), budget());
        deliver();
        assertThat(near.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void h67_putAllWhoseSecondRoundTripIsLate_isRefusedAfterANewerPut() throws Exception {
        giveUpInSecondRoundTrip(() -> far.putAll(Map.of(K, CacheStoreContract.entry("old")), TTL_MILLIS, millis(500)));
        near.evict(Eviction.ofKey("k"), budget());
        near.putAll(Map.of(K, CacheStoreContract.entry("new")), TTL_MILLIS, budget());
        deliver();
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    void h67_putIfAbsentWhoseSecondRoundTripIsLate_isRefusedAfterAnEviction() throws Exception {
        giveUpInSecondRoundTrip(() -> far.putIfAbsent(K, CacheStoreContract.entry("old"), TTL_MILLIS, millis(500)));
        near.evict(Eviction.ofKey("k"), budget());
        deliver();
        assertThat(near.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(near.claim(K, budget())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void h67_lateExpire_leavesTheNewValueItsTime() throws StoreException {
        load(near, K, "old");
        giveUp(() -> far.expire("k", 10 * TTL_MILLIS, millis(50)));
        near.evict(Eviction.ofKey("k"), budget());
        load(near, K, "new");
        deliver();
        assertThat((Long) server.command("PTTL", "shop:k")).isLessThanOrEqualTo(TTL_MILLIS);
        assertThat(near.inspect("k", budget()).remainingMillis()).isLessThanOrEqualTo(TTL_MILLIS);
    }

    /** Its caller counted elsewhere meanwhile, or told somebody that it failed. */
    @Test
    void h67_lateIncrement_doesNotCount() throws StoreException {
        near.increment("n", 5, TTL_MILLIS, budget());
        giveUp(() -> far.increment("n", 1, TTL_MILLIS, millis(50)));
        deliver();
        assertThat(near.increment("n", 0, TTL_MILLIS, budget())).isEqualTo(5);
    }

    @Test
    void h67_lateEviction_costsALoadAndNoMore() throws StoreException {
        giveUp(() -> far.evict(new Eviction(Set.of("k"), Set.of("t"), Set.of()), millis(50)));
        load(near, TAGGED, "new");
        deliver();
        assertThat(near.lookup(TAGGED, budget())).isEqualTo(Lookup.ABSENT);
        load(near, TAGGED, "newer");
        assertThat(text(TAGGED)).isEqualTo("newer");
    }

    /** Holds back what {@code call} sends until its budget is spent, and longer. */
    private void giveUp(Call call) {
        proxy.hold(Direction.TO_SERVER);
        assertThatThrownBy(call::make).isInstanceOf(StoreException.class);
    }

    /** Lets the first round trip of {@code call} pass, until the lease is taken, and holds the second one back. */
    private void giveUpInSecondRoundTrip(Call call) throws Exception {
        proxy.hold(Direction.TO_CLIENT);
        Future<?> given = caller.submit(() -> assertThatThrownBy(call::make).isInstanceOf(StoreException.class));
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> server.command("HEXISTS", "shop:k", "lease").equals(1L));
        proxy.hold(Direction.TO_SERVER);
        proxy.forward(Direction.TO_CLIENT);
        given.get(10, TimeUnit.SECONDS);
    }

    /** Delivers what was held back and waits until it is carried out. */
    private void deliver() throws StoreException {
        proxy.heal();
        far.check(budget());
    }

    private static long storesSeenByServer() {
        return server.calls("eval") + server.calls("evalsha");
    }

    private void load(RemoteStore store, EntryId id, String text) throws StoreException {
        assertThat(store(granted(store.claim(id, budget())), text)).isTrue();
    }

    private static boolean store(Lease lease, String text) throws StoreException {
        return lease.store(CacheStoreContract.entry(text), TTL_MILLIS, budget());
    }

    private static Lease granted(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    private String text(EntryId id) throws StoreException {
        Lookup found = near.lookup(id, budget());
        assertThat(found).isInstanceOf(Lookup.Fresh.class);
        StoredEntry entry = ((Lookup.Fresh) found).entry();
        return CacheStoreContract.textOf(entry);
    }

    private static Budget budget() {
        return millis(5_000);
    }

    private static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }

    /** One call to a store. */
    private interface Call {
        void make() throws StoreException;
    }
}
