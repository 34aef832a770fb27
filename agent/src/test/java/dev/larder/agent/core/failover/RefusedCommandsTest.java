package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.HurriedThreads;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that lacks a command, or a user that lacks a right: what stays so until an operator changes it. */
final class RefusedCommandsTest {

    private HeardModes modes;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void f35_withoutScan_aPatternEvictsEverythingAndRedisIsUsedOn() throws StoreException {
        RedisServer server = server("--rename-command", "SCAN", "");
        FailoverStore store = connected(server.url());
        FailoverStore other = connected(server.url());
        put(store, "page:1");
        assertThat(isThere(other, "page:1")).isTrue();
        store.evict(Eviction.ofPattern("page:*"), budget());
        assertThat(isThere(other, "page:1")).isFalse();
        assertThat(isThere(store, "page:1")).isFalse();
        put(store, "page:2");
        assertThat(isThere(other, "page:2")).isTrue();
        other.evict(Eviction.ofPattern(Eviction.EVERYTHING), budget());
        assertThat(isThere(store, "page:2")).isFalse();
        assertThat(modes.soFar()).containsOnly(Mode.REDIS);
    }

    @Test
    void f15_patternInTheJournalOfAUserWithoutScan_isReplayedOnce() throws StoreException {
        RedisServer server = server();
        server.command("ACL", "SETUSER", "poor", "on", ">pw", "~*", "+@all", "-scan");
        FaultProxy proxy = proxyTo(server);
        FailoverStore store = connected(proxy.url().replace("redis://", "redis://poor:pw@"));
        put(store, "page:1");
        proxy.cut();
        awaitMode(store, Mode.MEMORY);
        store.evict(Eviction.ofPattern("page:*"), budget());
        modes.forget();
        proxy.heal();
        awaitMode(store, Mode.REDIS);
        assertThat(isThere(store, "page:1")).isFalse();
        assertThat(store.journalSize()).isZero();
        assertThat(modes.soFar()).containsExactly(Mode.RECOVERING, Mode.REDIS);
    }

    /** Found out by an eviction, on a connection that could scan when it was made. */
    @Test
    void f15_rightToScanIsTakenAway_isMetOnceAndThenDoneWithout() throws StoreException {
        RedisServer server = server();
        server.command("ACL", "SETUSER", "poor", "on", ">pw", "~*", "+@all");
        FailoverStore store = connected(server.url().replace("redis://", "redis://poor:pw@"));
        put(store, "page:1");
        server.command("ACL", "SETUSER", "poor", "-scan");
        store.evict(Eviction.ofPattern("page:*"), budget());
        awaitMode(store, Mode.REDIS);
        assertThat(isThere(store, "page:1")).isFalse();
        store.evict(Eviction.ofPattern("page:*"), budget());
        assertThat(modes.soFar()).filteredOn(Mode.MEMORY::equals).hasSizeLessThanOrEqualTo(1);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void f35_withoutUnlink_evictsWithDel() throws StoreException {
        RedisServer server = server("--rename-command", "UNLINK", "");
        FailoverStore store = connected(server.url());
        put(store, "k");
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(server.command("EXISTS", "shop:k")).isEqualTo(0L);
        put(store, "k");
        assertThat(store.evict(Eviction.ofPattern("*"), budget())).isEqualTo(1);
        assertThat(modes.soFar()).containsOnly(Mode.REDIS);
    }

    @Test
    void f35_withoutScript_sendsSourcesWithTheCalls() throws StoreException {
        RedisServer server = server("--rename-command", "SCRIPT", "");
        FailoverStore store = connected(server.url());
        put(store, "k");
        assertThat(isThere(store, "k")).isTrue();
        assertThat(modes.soFar()).containsOnly(Mode.REDIS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EVAL", "EVALSHA", "HGET", "GET"})
    void f35_withoutACommandThatIsNeeded_isMemoryAndNamesIt(String command) {
        FaultProxy proxy = proxyTo(server("--rename-command", command, ""));
        FailoverStore store = storeOver(proxy.url());
        store.start();
        awaitMode(store, Mode.MEMORY);
        assertThat(store.status().reason()).contains("cannot be used", "Redis has no command " + command + ":");
        modes.forget();
        awaitFurtherAttempts(proxy);
        assertThat(modes.soFar()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eval", "evalsha", "get", "ping"})
    void f15_withoutARightThatIsNeeded_isMemoryAndNamesIt(String command) {
        RedisServer server = server();
        server.command("ACL", "SETUSER", "poor", "on", ">pw", "~*", "+@all", "-" + command);
        FailoverStore store = storeOver(server.url().replace("redis://", "redis://poor:pw@"));
        store.start();
        awaitMode(store, Mode.MEMORY);
        assertThat(store.status().reason())
                .contains("cannot be used", "NOPERM", "+" + command)
                .doesNotContain("poor");
    }

    @Test
    void f15_memoryMeanwhile_isNotEmptied() throws StoreException {
        FaultProxy proxy = proxyTo(server("--rename-command", "EVAL", ""));
        FailoverStore store = storeOver(proxy.url());
        store.start();
        awaitMode(store, Mode.MEMORY);
        put(store, "k");
        awaitFurtherAttempts(proxy);
        assertThat(isThere(store, "k")).isTrue();
    }

    @Test
    void f17_passwordChangedAfterTheFirstConnection_isNamed() {
        RedisServer server = server();
        server.command("ACL", "SETUSER", "guest", "on", ">first", "~*", "+@all");
        FaultProxy proxy = proxyTo(server);
        FailoverStore store = connected(proxy.url().replace("redis://", "redis://guest:first@"));
        server.command("ACL", "SETUSER", "guest", "resetpass", ">second");
        proxy.cutOnce();
        awaitReason(store, "WRONGPASS");
        server.command("ACL", "SETUSER", "guest", ">first");
        awaitMode(store, Mode.REDIS);
    }

    @Test
    void f17_reasonChanges_isShown() {
        RedisServer server = server();
        FailoverStore store = connected(server.url());
        server.kill();
        awaitReason(store, "Connection refused");
        server.restart();
        server.command("ACL", "SETUSER", "default", "-evalsha");
        awaitMode(store, Mode.REDIS, "NOPERM");
        server.command("ACL", "SETUSER", "default", "+evalsha");
        awaitMode(store, Mode.REDIS);
    }

    /** Each of them begins with a connection, and when the third does, two are over. */
    private static void awaitFurtherAttempts(FaultProxy proxy) {
        int before = proxy.connections();
        await().atMost(Duration.ofSeconds(15)).until(() -> proxy.connections() >= before + 3);
    }

    /** Or it was connected before the right was taken away. */
    private static void awaitMode(FailoverStore store, Mode mode, String orReason) {
        await().atMost(Duration.ofSeconds(15))
                .until(() ->
                        store.status().mode() == mode || store.status().reason().contains(orReason));
    }

    private RedisServer server(String... options) {
        RedisServer server = RedisServer.start(options);
        open.add(server);
        return server;
    }

    private FaultProxy proxyTo(RedisServer server) {
        FaultProxy proxy = FaultProxy.to(server.port());
        open.add(proxy);
        return proxy;
    }

    private FailoverStore connected(String url) {
        FailoverStore store = storeOver(url);
        store.start();
        awaitMode(store, Mode.REDIS);
        return store;
    }

    private FailoverStore storeOver(String url) {
        AgentConfig config = Configs.over(url);
        ScheduledExecutorService background = HurriedThreads.background();
        FailoverStore store = FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                config.redis(),
                background,
                Ticker.system());
        modes = HeardModes.of(store, background);
        open.add(store);
        return store;
    }

    private static void put(FailoverStore store, String key) throws StoreException {
        store.putAll(Map.of(new EntryId(key, "f1"), CacheStoreContract.entry("v")), 60_000, budget());
    }

    private static boolean isThere(FailoverStore store, String key) throws StoreException {
        return store.lookup(new EntryId(key, "f1"), budget()) instanceof Lookup.Fresh;
    }

    private static void awaitReason(FailoverStore store, String part) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> store.status().reason().contains(part));
    }

    private static void awaitMode(FailoverStore store, Mode mode) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.status().mode() == mode);
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(2));
    }
}
