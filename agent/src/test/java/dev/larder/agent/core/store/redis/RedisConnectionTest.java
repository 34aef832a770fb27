package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a connection to one server begins and ends, and what it needs. */
final class RedisConnectionTest extends RealRedisStore {

    @Test
    void connection_serverKilled_isReportedLost() {
        try (RedisServer own = RedisServer.start()) {
            RecordingListener heard = new RecordingListener();
            RedisConnector connectorToOwn = connectorTo(own.url());
            try {
                RemoteStore ownStore = connectorToOwn.connect(heard);
                own.kill();
                await().untilAsserted(() -> assertThat(heard.events()).anyMatch(e -> e.startsWith("lost: ")));
                Budget patient = millis(60_000);
                assertThatThrownBy(() -> ownStore.lookup(new EntryId("k", V1), patient))
                        .isInstanceOf(StoreException.class);
                assertThat(Duration.ofNanos(patient.spentNanos()))
                        .as("nobody waits for what is gone")
                        .isLessThan(Duration.ofMillis(500));
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                connectorToOwn.close();
            }
        }
    }

    @Test
    void connection_cutWithCommandsOnTheWay_failsThemAtOnce() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            RedisConnector far = connectorTo(proxy.url());
            try {
                RemoteStore farStore = far.connect(new RecordingListener());
                proxy.hold(FaultProxy.Direction.TO_SERVER);
                Thread cutter = new Thread(() -> {
                    pass(Duration.ofMillis(100));
                    proxy.cutOnce();
                });
                cutter.start();
                Budget patient = millis(60_000);
                assertThatThrownBy(() -> farStore.lookup(new EntryId("k", V1), patient))
                        .isInstanceOf(StoreException.class);
                assertThat(Duration.ofNanos(patient.spentNanos()))
                        .as("nobody waits for what is gone")
                        .isLessThan(Duration.ofSeconds(2));
                cutter.join();
            } finally {
                far.close();
            }
        }
    }

    @Test
    void connect_nobodyThere_failsWithTheReasonAndWithoutThePassword() {
        RedisServer nobody = RedisServer.stopped();
        RedisConnector lonely = connectorTo("redis://scott:tiger@127.0.0.1:" + nobody.port());
        try {
            assertThatThrownBy(() -> lonely.connect(new RecordingListener()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Connection refused")
                    .satisfies(e -> assertThat(stackOf(e)).doesNotContain("tiger"));
        } finally {
            lonely.close();
        }
    }

    @Test
    void connect_wrongPassword_failsWithTheReasonAndWithoutThePassword() {
        try (RedisServer guarded = RedisServer.start("--requirepass", "right")) {
            RedisConnector wrong = connectorTo("redis://:wr0ng-s3cret@127.0.0.1:" + guarded.port());
            RedisConnector right = connectorTo("redis://:right@127.0.0.1:" + guarded.port());
            try {
                // Lettuce may lose the reason of one attempt to a race of its own, not of all.
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThatThrownBy(() -> wrong.connect(new RecordingListener()))
                                .isInstanceOf(StoreException.class)
                                .satisfies(e -> assertThat(stackOf(e)).doesNotContain("wr0ng-s3cret"))
                                .hasMessageContaining("WRONGPASS"));
                assertThat(right.connect(new RecordingListener())).isNotNull();
            } catch (StoreException e) {
                throw new AssertionError(e);
            } finally {
                wrong.close();
                right.close();
            }
        }
    }

    @Test
    void f17_databaseThatRedisDoesNotHave_isSaid() {
        try (RedisServer small = RedisServer.start("--databases", "2")) {
            RedisConnector beyond = connectorTo("redis://127.0.0.1:" + small.port() + "/2");
            try {
                await().atMost(Duration.ofSeconds(5)) // as above
                        .untilAsserted(() -> assertThatThrownBy(() -> beyond.connect(new RecordingListener()))
                                .isInstanceOf(StoreException.class)
                                .hasMessageContaining("it does not have the database at the end of the URL"));
            } finally {
                beyond.close();
            }
        }
    }

    @Test
    void connect_userWithoutScripts_failsAndNamesTheRight() {
        server.command("ACL", "SETUSER", "poor", "on", ">pw", "~*", "+@all", "-evalsha", "-eval");
        RedisConnector poor = connectorTo("redis://poor:pw@127.0.0.1:" + server.port());
        try {
            assertThatThrownBy(() -> poor.connect(new RecordingListener()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("NOPERM");
        } finally {
            poor.close();
        }
    }

    /** The list in docs/redis-layout.md. */
    @Test
    void connect_userWithTheDocumentedRights_canDoEverything() throws StoreException {
        assertThat(server.command(Rights.single())).isEqualTo("OK");
        RedisConnector modest = connectorTo("redis://larder:password@127.0.0.1:" + server.port());
        RemoteStore whole = store;
        try {
            store = modest.connect(listener);
            put("k", V1, "v");
            put("k", V2, "v");
            grant("other", V1).release(budget());
            put(tagged("tagged", "t"), "v");
            lookup(tagged("tagged", "t"));
            store(takeOver(tagged("put", "t")), "v");
            store.takeOver(new EntryId("late", V1), store.mark(budget()), budget());
            store.increment("n", 1, 60_000, budget());
            store.expire("k", 60_000, budget());
            store.discard(new EntryId("k", V1), fresh("k", V1), budget());
            store.inspect("k", budget());
            assertThat(store.usedMemoryBytes(budget())).isPositive();
            assertThat(store.lineage(budget()).isTold()).isTrue();
            putThrough(store);
            evict(Eviction.ofTag("t"));
            assertThat(store.evict(Eviction.ofPattern("*"), budget())).isEqualTo(6);
            assertThat(listener.events()).isEmpty();
        } finally {
            store = whole;
            modest.close();
        }
    }

    private void putThrough(RemoteStore store) throws StoreException {
        EntryId id = new EntryId("direct", V1);
        store.putAll(Map.of(id, CacheStoreContract.entry("v")), 60_000, budget());
        store.putIfAbsent(id, CacheStoreContract.entry("v"), 60_000, budget());
        store.lookupAll(List.of(id), budget());
        store.takeOver(id, null, budget()).release(budget());
    }

    /** A hold-off needs a few commands of its own. */
    @Test
    void connect_userWithTheDocumentedRightsAndAHoldOff_canEvict() throws StoreException {
        server.command(Rights.single());
        RedisConnector modest = Connectors.to("redis://larder:password@127.0.0.1:" + server.port())
                .holdOff(Duration.ofSeconds(1))
                .make();
        try {
            RemoteStore holding = modest.connect(listener);
            holding.evict(new Eviction(Set.of("k"), Set.of("t"), Set.of()), budget());
            assertThat(holding.claim(new EntryId("k", V1), budget())).isInstanceOf(Claim.HeldOff.class);
            assertThat(holding.claim(tagged("other", "t"), budget())).isInstanceOf(Claim.HeldOff.class);
            assertThat(listener.events()).isEmpty();
        } finally {
            modest.close();
        }
    }

    @Test
    void connect_replica_isRefused() {
        server.command("REPLICAOF", "127.0.0.1", "1");
        RedisConnector again = connectorTo(server.url());
        try {
            assertThatThrownBy(() -> again.connect(new RecordingListener()))
                    .isInstanceOf(StoreException.class)
                    .matches(e -> ((StoreException) e).isAnswered())
                    .hasMessageContaining("READONLY");
        } finally {
            again.close();
            server.command("REPLICAOF", "NO", "ONE");
        }
    }

    @Test
    void h75_blackHoledServer_costsConnectNoMoreThanItsLimit() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            proxy.blackHole();
            RedisConnector far = connectorTo(proxy.url());
            try {
                Duration limit = RedisConfig.DEFAULT_CONNECT_TIMEOUT.plusMillis(200);
                assertThat(Took.atBest(limit, () -> assertThatThrownBy(() -> far.connect(new RecordingListener()))
                                .isInstanceOf(StoreException.class)))
                        .isLessThan(limit);
            } finally {
                far.close();
            }
        }
    }

    @Test
    void threads_connectedAndUsed_areThreeDaemonsOfOursAndNoOthers() throws StoreException {
        connector.close();
        awaitNoThreadsOfOurs();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        connector = connectorTo(server.url());
        store = connector.connect(listener);
        put("k", V1, "v");
        store.evict(Eviction.ofPattern("*"), budget());
        Set<Thread> made = newThreads(before);
        assertThat(made).extracting(Thread::getName).allMatch(name -> name.startsWith("larder-redis-"));
        assertThat(made)
                .hasSizeBetween(1, 3)
                .allMatch(Thread::isDaemon)
                .allMatch(t -> t.getContextClassLoader() == AgentThreads.class.getClassLoader());
        connector.close();
        awaitNoThreadsOfOurs();
    }

    /** Netty's global executor ends by itself after a second without work. */
    private static void awaitNoThreadsOfOurs() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("larder-") || name.startsWith("globalEvent")));
    }

    private static Set<Thread> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .collect(Collectors.toSet());
    }

    private static String stackOf(Throwable e) {
        Set<String> texts = new TreeSet<>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            texts.add(cause.toString());
        }
        return texts.toString();
    }
}
