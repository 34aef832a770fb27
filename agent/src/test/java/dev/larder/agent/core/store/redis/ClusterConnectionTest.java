package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a session with a cluster begins and ends. */
final class ClusterConnectionTest {

    @AutoClose
    private static RedisCluster cluster;

    private final RecordingListener listener = new RecordingListener();
    private final List<RedisConnector> connectors = new ArrayList<>();

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @BeforeEach
    void flush() {
        cluster.awaitService();
        cluster.flush();
    }

    @AfterEach
    void disconnect() {
        connectors.forEach(RedisConnector::close);
    }

    @Test
    void connect_plainUrlOfANode_saysWhatToWrite() {
        assertThatThrownBy(() -> connect(cluster.nodes().get(0).url()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("node of a cluster")
                .hasMessageContaining("redis-cluster://");
    }

    @Test
    void connect_clusterUrlOfASingleServer_saysWhatToWrite() {
        try (RedisServer single = RedisServer.start()) {
            assertThatThrownBy(() -> connect("redis-cluster://127.0.0.1:" + single.port()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no node of a cluster")
                    .hasMessageContaining("redis://");
        }
    }

    @Test
    void connect_wrongPassword_failsWithTheReasonAndWithoutTheCredentials() {
        StoreException failure = failureOfWrongPassword(cluster.url().substring("redis-cluster://".length()));
        assertThat(failure.isRefused())
                .as("stays until an operator changes something")
                .isTrue();
    }

    /** What one server says tells more than that another one is not there. */
    @Test
    void f17_wrongPasswordAndServersOfTheUrlAreGone_failsWithTheReason() {
        try (FaultProxy silent = FaultProxy.to(cluster.nodes().get(0).port())) {
            silent.blackHole();
            String gone = "127.0.0.1:" + RedisServer.stopped().port();
            String there = "127.0.0.1:" + cluster.nodes().get(1).port();
            assertThat(failureOfWrongPassword(gone + "," + there).isRefused()).isTrue();
            StoreException failure = failureOfWrongPassword("127.0.0.1:" + silent.port() + "," + there);
            assertThat(failure.isUnanswered()).as("the other one was silent").isTrue();
        }
    }

    private StoreException failureOfWrongPassword(String servers) {
        StoreException failure =
                catchThrowableOfType(StoreException.class, () -> connect("redis-cluster://scott:tiger@" + servers));
        assertThat(failure)
                .hasMessageNotContaining("scott")
                .hasMessageNotContaining("tiger")
                .hasMessageContaining("WRONGPASS");
        return failure;
    }

    @Test
    void connect_nobodyThere_failsWithTheReasonAndWithoutTheCredentials() {
        int port = RedisServer.stopped().port();
        assertThatThrownBy(() -> connect("redis-cluster://scott:tiger@127.0.0.1:" + port))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Connection refused")
                .hasMessageNotContaining("scott");
    }

    @Test
    void connect_oneServerOfTheUrlIsGone_asksTheNext() throws StoreException {
        String gone = "redis-cluster://127.0.0.1:" + RedisServer.stopped().port();
        RemoteStore store =
                connect(gone + ",127.0.0.1:" + cluster.nodes().get(2).port());
        assertThat(roundTrip(store)).isTrue();
    }

    @Test
    void connect_oneServerOfTheUrlNeverAnswers_asksTheNext() throws StoreException {
        try (FaultProxy silent = FaultProxy.to(cluster.nodes().get(0).port())) {
            silent.blackHole();
            RemoteStore store = connect("redis-cluster://127.0.0.1:" + silent.port() + ",127.0.0.1:"
                    + cluster.nodes().get(1).port());
            assertThat(roundTrip(store)).isTrue();
        }
    }

    /** Evictions would not reach what it holds. */
    @Test
    void connect_oneMasterFrozen_failsAndNamesIt() throws Exception {
        RedisServer frozen = cluster.nodes().get(1);
        frozen.pause();
        try {
            Duration limit = RedisConfig.DEFAULT_CONNECT_TIMEOUT.plusMillis(200);
            assertThat(Took.atBest(limit, () -> assertThatThrownBy(() -> connect("redis-cluster://127.0.0.1:"
                                    + cluster.nodes().get(0).port()))
                            .isInstanceOf(StoreException.class)
                            .hasMessageContaining("127.0.0.1:" + frozen.port())))
                    .isLessThan(limit);
        } finally {
            frozen.resume();
        }
    }

    @Test
    void check_oneMasterFrozen_failsWithinItsBudget() throws StoreException {
        RemoteStore store = connect(cluster.url());
        RedisServer frozen = cluster.nodes().get(1);
        frozen.pause();
        try {
            assertThatThrownBy(() -> store.check(millis(200))).isInstanceOf(StoreException.class);
        } finally {
            frozen.resume();
        }
        assertThat(listener.events()).isEmpty(); // what follows is for whoever checks to decide
    }

    @Test
    void connection_oneMasterKilled_isReportedLostAndMadeAnewWhenAllAreBack() throws StoreException {
        RemoteStore store = connect(cluster.url());
        RedisServer killed = cluster.ownerOf("shop:k");
        killed.kill();
        await().untilAsserted(() -> assertThat(listener.events()).anyMatch(e -> e.startsWith("lost: ")));
        assertThatThrownBy(() -> store.evict(Eviction.ofKey("k"), millis(500))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> connect(cluster.url())).isInstanceOf(StoreException.class);
        killed.restart();
        cluster.awaitService();
        assertThat(roundTrip(connect(cluster.url()))).isTrue();
    }

    @Test
    void h68_lineageAfterOneMasterStartedAgain_isAnother() throws StoreException {
        RemoteStore before = connect(cluster.url());
        Lineage then = before.lineage(millis(2_000));
        assertThat(then.servers()).hasSize(3);
        assertThat(before.lineage(millis(2_000)).isStill(then)).isTrue();
        RedisServer master = cluster.nodes().get(1);
        master.kill();
        master.restart();
        cluster.awaitService();
        Lineage now = connect(cluster.url()).lineage(millis(2_000));
        assertThat(now.servers()).hasSize(3);
        assertThat(now.isStill(then)).isFalse();
        assertThat(now.continues(then)).isFalse();
    }

    @Test
    void connection_killedWithCommandsOnTheWay_failsThemAtOnceAndSendsNoneAgain() throws Exception {
        RemoteStore store = connect(cluster.url());
        RedisServer owner = cluster.ownerOf("shop:n");
        store.increment("n", 1, 60_000, millis(1_000));
        owner.pause();
        Thread killer = new Thread(() -> {
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            owner.kill();
        });
        killer.start();
        Budget budget = millis(60_000);
        assertThatThrownBy(() -> store.increment("n", 1, 60_000, budget)).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(budget.spentNanos()))
                .as("nobody waits for what is gone")
                .isLessThan(Duration.ofSeconds(2));
        killer.join();
        owner.restart();
        cluster.awaitService();
        assertThat(cluster.command("EXISTS", "shop:n")).isEqualTo(0L);
    }

    /** The list in docs/redis-layout.md. */
    @Test
    void connect_userWithTheDocumentedRights_canDoEverything() throws StoreException {
        assertThat(cluster.everywhere(Rights.single())).containsOnly("OK");
        assertThat(cluster.everywhere(Rights.cluster())).containsOnly("OK");
        String url = cluster.url().replace("://", "://larder:password@");
        RemoteStore store = connect(url);
        assertThat(roundTrip(store)).isTrue();
        RedisServer to = cluster.strangerTo("shop:k");
        var move = cluster.startMove(cluster.slotOf("shop:k"), to);
        move.moveKeys();
        assertThat(roundTrip(store)).isTrue(); // past ASK
        move.finish();
        assertThat(roundTrip(store)).isTrue(); // past MOVED
        store.usedMemoryBytes(millis(1_000));
        store.evict(Eviction.ofPattern("*"), millis(1_000));
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void threads_connectedAndUsed_areThreeDaemonsOfOursAndNoOthers() throws StoreException {
        awaitNoThreadsOfOurs();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        RemoteStore store = connect(cluster.url());
        roundTrip(store);
        cluster.move(cluster.slotOf("shop:k"), cluster.strangerTo("shop:k"));
        roundTrip(store);
        store.evict(Eviction.ofPattern("*"), millis(1_000));
        Set<Thread> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .collect(Collectors.toSet());
        assertThat(made).extracting(Thread::getName).allMatch(name -> name.startsWith("larder-redis-"));
        assertThat(made)
                .hasSizeBetween(1, 3)
                .allMatch(Thread::isDaemon)
                .allMatch(t -> t.getContextClassLoader() == AgentThreads.class.getClassLoader());
        connectors.forEach(RedisConnector::close);
        awaitNoThreadsOfOurs();
    }

    @Test
    void threads_connectGivenUp_endAllTheSame() {
        try (FaultProxy silent = FaultProxy.to(cluster.nodes().get(0).port())) {
            silent.blackHole();
            String url = "redis-cluster://127.0.0.1:" + silent.port();
            assertThatThrownBy(() -> connect(url)).hasMessageMatching(".*(in time|timed out).*"); // whoever is first
            connectors.forEach(RedisConnector::close);
        }
        awaitNoThreadsOfOurs();
    }

    private static void awaitNoThreadsOfOurs() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("larder-") || name.startsWith("globalEvent")));
    }

    private RemoteStore connect(String url) throws StoreException {
        RedisConnector connector = Connectors.to(url).make();
        connectors.add(connector);
        return connector.connect(listener);
    }

    /** Loads, stores, finds and evicts an entry with a tag. */
    private static boolean roundTrip(RemoteStore store) throws StoreException {
        EntryId id = new EntryId("k", "f1", List.of("t"));
        store.evict(Eviction.ofKey("k"), millis(1_000));
        Claim claim = store.claim(id, millis(1_000));
        StoredEntry entry = new StoredEntry.Encoded(new byte[] {1});
        return claim instanceof Claim.Granted granted
                && granted.lease().store(entry, 60_000, millis(1_000))
                && store.claim(id, millis(1_000)) instanceof Claim.Found;
    }

    private static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }
}
