package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.MarkContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.Lineage;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RedisStoreTest implements CacheStoreContract, MarkContract {

    private static final Duration LEASE = Duration.ofMillis(400);

    private static RedisServer server;

    private final AtomicLong gets = new AtomicLong();
    private final RecordingListener listener = new RecordingListener();
    private RedisConnector connector;
    private int budgetsSpent;
    private RemoteStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
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

    @Test
    void peek_storedEntry_isNullWithoutAWait() throws StoreException {
        put("k", V1, "v");
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
    }

    @Test
    void layout_storedEntry_isAHashWithADeadlineAndNoLease() throws StoreException {
        put("user:1", V1, "text");
        assertThat(server.command("KEYS", "shop:*")).isEqualTo(List.of("shop:user:1"));
        assertThat(server.command("HKEYS", "shop:user:1")).isEqualTo(List.of("v:f1"));
        assertThat((String) server.command("HGET", "shop:user:1", "v:f1"))
                .matches("3:\\d{13}:[0-9a-f]{16}:\u0001 [0-9a-f]{32}\\.\\d+@\ntext");
        assertThat((Long) server.command("PTTL", "shop:user:1")).isBetween(LONG.toMillis() - 10_000, LONG.toMillis());
    }

    @Test
    void layout_deadLoader_leavesNothingForEver() throws StoreException {
        grant("k", V1);
        assertThat((String) server.command("HGET", "shop:k", "lease")).matches("[0-9a-f]{32}\\.\\d+:\\d{13}");
        assertThat((Long) server.command("PTTL", "shop:k")).isBetween(LEASE.toMillis() * 10, 60_000L);
    }

    @Test
    void layout_claimBesideALivingValue_doesNotShortenIt() throws StoreException {
        put("k", V1, "v");
        grant("k", V2);
        assertThat((Long) server.command("PTTL", "shop:k")).isGreaterThan(60_000L);
    }

    @Test
    void layout_storeAfterAnotherVersionEnded_removesThatVersion() throws StoreException {
        grant("k", V1).store(CacheStoreContract.entry("short"), 1, budget());
        pass(Duration.ofMillis(10));
        put("k", V2, "long");
        assertThat(server.command("HKEYS", "shop:k")).isEqualTo(List.of("v:f2"));
    }

    @Test
    void layout_shortValueAfterALongClaim_keepsTheKeyNoLongerThanTheValue() throws StoreException {
        grant("k", V1).store(CacheStoreContract.entry("v"), 5_000, budget());
        assertThat((Long) server.command("PTTL", "shop:k")).isBetween(1L, 5_000L);
    }

    @Test
    void lookup_bytesOfAnotherFormat_isAMissAndCanBeReplaced() throws StoreException {
        server.command("HSET", "shop:k", "v:f1", "9:something from the future");
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        put("k", V1, "v");
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    void f38_lookupOfAKeyOfAnotherType_isAMissAndIsReplaced() throws StoreException {
        for (String[] foreign : FOREIGN) {
            server.command("DEL", "shop:k");
            server.command(foreign);
            assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
            assertThat(store.lookupAll(List.of(new EntryId("k", V1)), budget())).containsExactly(Lookup.ABSENT);
            assertThat(store.inspect("k", budget()).versions()).isZero();
            assertThat(store.expire("k", 60_000, budget())).isFalse();
            put("k", V1, "v");
            assertThat(text("k", V1)).isEqualTo("v");
        }
        assertThat(listener.events()).isEmpty();
    }

    private static final String[][] FOREIGN = {
        {"SET", "shop:k", "not ours"},
        {"LPUSH", "shop:k", "not ours"},
        {"SADD", "shop:k", "not ours"},
        {"ZADD", "shop:k", "1", "not ours"},
        {"XADD", "shop:k", "*", "not", "ours"}
    };

    @Test
    void f38_writesToAKeyOfAnotherType_replaceIt() throws StoreException {
        for (String[] foreign : FOREIGN) {
            server.command("DEL", "shop:k");
            server.command(foreign);
            store.putAll(Map.of(new EntryId("k", V1), CacheStoreContract.entry("v")), 60_000, budget());
            assertThat(text("k", V1)).isEqualTo("v");
            server.command("DEL", "shop:k");
            server.command(foreign);
            assertThat(store.increment("k", 2, 60_000, budget())).isEqualTo(2);
            server.command("DEL", "shop:k");
            server.command(foreign);
            assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        }
        assertThat(listener.events()).isEmpty();
    }

    /** Texts in a hash of ours that nobody of ours wrote. */
    @Test
    void f38_foreignTextsInAnEntry_areMissesAndKeepNobodyWaiting() throws StoreException {
        server.command("HSET", "shop:k", "v:f1", "text", "lease", "somebody:9999999999999", "hold", "x", "n", "many");
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        put("k", V1, "v");
        assertThat(text("k", V1)).isEqualTo("v");
        server.command("HSET", "shop:n", "n", "many", "until", "9999999999999");
        assertThat(store.increment("n", 2, 60_000, budget())).isEqualTo(2);
    }

    @Test
    void f38_foreignTag_isNoVersionAndNothingThatCarriesItIsServed() throws StoreException {
        EntryId id = tagged("k", "t");
        put(id, "v");
        String head = (String) server.command("HGET", "shop:k", "v:f1");
        String version = (String) server.command("GET", "shop#t");
        for (String foreign : List.of("", "1", "hold on", "zz.1", "deadbeef", "de ad.1")) {
            server.command("SET", "shop#t", foreign);
            server.command("HSET", "shop:k", "v:f1", head.replace(version, foreign));
            assertThat(lookup(id)).as(foreign).isEqualTo(Lookup.ABSENT);
            put(id, "new");
            assertThat(lookup(id)).as(foreign).isInstanceOf(Lookup.Fresh.class);
        }
        server.command("DEL", "shop#t");
        server.command("HSET", "shop:k", "v:f1", head.replace(version, ""));
        assertThat(lookup(id)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void f38_tagOfAnotherType_isNoVersionAndIsReplaced() throws StoreException {
        EntryId id = tagged("k", "t");
        put(id, "v");
        server.command("DEL", "shop#t");
        server.command("LPUSH", "shop#t", "not ours");
        assertThat(lookup(id)).isEqualTo(Lookup.ABSENT);
        assertThat(store.lookupAll(List.of(id), budget())).containsExactly(Lookup.ABSENT);
        put(id, "new");
        assertThat(lookup(id)).isInstanceOf(Lookup.Fresh.class);
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void f38_foreignVersionOfTheNamespace_isReplaced() throws StoreException {
        for (String[] foreign : new String[][] {{"SET", VERSION_KEY, "1"}, {"LPUSH", VERSION_KEY, "1"}}) {
            store.evict(Eviction.ofKey("k"), budget());
            put("k", V1, "v");
            server.command("DEL", VERSION_KEY);
            server.command(foreign);
            store.check(budget());
            assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
            put("k", V1, "v");
            assertThat(text("k", V1)).isEqualTo("v");
        }
    }

    private static final String VERSION_KEY = "shop#\u0001";

    @Test
    void f21_renewedVersion_makesAllEntriesMissesWithOneCommand() throws StoreException {
        Lineage servers = store.lineage(budget());
        for (int i = 0; i < 100; i++) {
            put("k" + i, V1, "v");
        }
        put(tagged("tagged", "t"), "v");
        Lease slow = grant("slow", V1);
        server.command("CONFIG", "RESETSTAT");
        store.renew(servers, budget());
        assertThat(scriptsSeenByServer()).isEqualTo(1);
        assertThat((String) server.command("INFO", "commandstats")).doesNotContain("cmdstat_scan");
        for (int i = 0; i < 100; i++) {
            assertThat(lookup("k" + i, V1)).isEqualTo(Lookup.ABSENT);
        }
        assertThat(lookup(tagged("tagged", "t"))).isEqualTo(Lookup.ABSENT);
        assertThat(slow.stands(budget())).isFalse();
        assertThat(store(slow, "old")).isFalse();
        assertThat(lookup("slow", V1)).isEqualTo(Lookup.ABSENT);
        put("k1", V1, "new");
        assertThat(text("k1", V1)).isEqualTo("new");
    }

    @Test
    void f21_renewedByTheNextProcessToo_costsNothingThatWasStoredSince() throws StoreException {
        RedisConnector another = connectorTo(server.url());
        try {
            RemoteStore other = another.connect(new RecordingListener());
            Lineage servers = store.lineage(budget());
            store.renew(servers, budget());
            put("k", V1, "v");
            other.renew(servers, budget());
            assertThat(text("k", V1)).isEqualTo("v");
            assertThat(other.lookup(new EntryId("k", V1), budget())).isInstanceOf(Lookup.Fresh.class);
        } finally {
            another.close();
        }
    }

    /** Another process knows the former version; what it stores is void, and what it reads is old for a moment at most. */
    @Test
    void f21_processThatKnowsTheFormerVersion_storesNothingAndAsksWhenItsKnowledgeIsOld() throws Exception {
        RedisConnector another = connectorTo(server.url());
        try {
            RemoteStore other = another.connect(new RecordingListener());
            put("k", V1, "old");
            Lease load = ((Claim.Granted) other.claim(new EntryId("load", V1), budget())).lease();
            store.renew(store.lineage(budget()), budget());
            assertThat(load.stands(budget())).isFalse();
            assertThat(load.store(CacheStoreContract.entry("old"), 60_000, budget()))
                    .isFalse();
            pass(Generation.VALID);
            assertThat(other.lookup(new EntryId("k", V1), budget())).isEqualTo(Lookup.ABSENT);
            assertThat(other.claim(new EntryId("k", V1), budget())).isInstanceOf(Claim.Granted.class);
        } finally {
            another.close();
        }
    }

    @Test
    void f21_entryOfAnEarlierRelease_isAMissAndIsReplaced() throws StoreException {
        server.command("HSET", "shop:k", "v:f1", "2:9999999999999:\ntext");
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        put("k", V1, "v");
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    void f21_versionLost_isMadeAnewAndOlderEntriesAreMisses() throws StoreException {
        put("k", V1, "v");
        server.command("DEL", VERSION_KEY);
        store.check(budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat((Long) server.command("PTTL", VERSION_KEY)).isEqualTo(-1);
    }

    @Test
    void f21_hit_asksForNoMoreThanTheValue() throws StoreException {
        put("k", V1, "v");
        store.check(budget());
        server.command("CONFIG", "RESETSTAT");
        lookup("k", V1);
        assertThat((String) server.command("INFO", "commandstats"))
                .contains("cmdstat_hget:calls=1,")
                .doesNotContain("cmdstat_get:");
    }

    @Test
    void lookup_answered_tellsItsLatency() throws StoreException {
        lookup("k", V1);
        assertThat(gets.get()).isPositive();
    }

    @Test
    void h71_evictPattern_everything_leavesOtherNamespacesAlone() throws StoreException {
        server.command("SET", "shopping:k", "theirs");
        server.command("SET", "shop", "theirs");
        put("k", V1, "v");
        assertThat(store.evict(Eviction.ofPattern("*"), budget())).isEqualTo(1);
        assertThat(server.command("DBSIZE")).isEqualTo(2L + 1); // and the version of the namespace
    }

    @Test
    void evictPattern_namespaceFullOfMetacharacters_isTakenLiterally() throws StoreException {
        server.command("SET", "a:k", "theirs");
        server.command("SET", "xxx:k", "theirs");
        RedisConnector odd = connectorTo(server.url(), "[ab]*\\?");
        try {
            RemoteStore oddStore = odd.connect(new RecordingListener());
            server.command("SET", "[ab]*\\?:k", "ours");
            assertThat(oddStore.evict(Eviction.ofPattern("*"), budget())).isEqualTo(1);
            assertThat(server.command("KEYS", "*:k")).asInstanceOf(LIST).hasSize(2);
        } finally {
            odd.close();
        }
    }

    @Test
    void h71_evictPattern_anything_usesNeitherKeysNorFlush() throws StoreException {
        server.command("CONFIG", "RESETSTAT");
        put("k", V1, "v");
        store.evict(Eviction.ofPattern("*"), budget());
        String stats = (String) server.command("INFO", "commandstats");
        assertThat(stats).contains("cmdstat_scan").contains("cmdstat_unlink");
        assertThat(stats).doesNotContain("cmdstat_keys").doesNotContain("cmdstat_flush");
    }

    @Test
    void h87_scriptsForgottenByRedis_areSentAgain() throws StoreException {
        Lease lease = grant("k", V1);
        server.command("SCRIPT", "FLUSH");
        assertThat(lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), budget()))
                .isTrue();
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    void h81_fullRedis_servesHitsAndEvicts() throws StoreException {
        put("k", V1, "v");
        Lease slow = grant("slow", V1);
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> claim("other", V1)).hasMessageContaining("OOM");
            assertThat(text("k", V1)).isEqualTo("v");
            assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
            assertThat(store.evict(Eviction.ofKey("slow"), budget())).isEqualTo(1);
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void usedMemoryBytes_livingServer_isWhatInfoSays() throws StoreException {
        assertThat(store.usedMemoryBytes(budget())).isGreaterThan(100_000);
    }

    @Test
    void calls_frozenRedis_endWithTheBudget() throws Exception {
        Lease lease = grant("k", V1);
        server.pause();
        try {
            assertEndsWithTheBudget(b -> store.lookup(new EntryId("k", V1), b));
            assertEndsWithTheBudget(b -> store.claim(new EntryId("k", V1), b));
            assertEndsWithTheBudget(b -> store.evict(Eviction.ofKey("k"), b));
            assertEndsWithTheBudget(b -> lease.store(CacheStoreContract.entry("v"), 1_000, b));
            assertEndsWithTheBudget(lease::release);
        } finally {
            server.resume();
        }
        assertThat(listener.events()).hasSize(budgetsSpent).allMatch(e -> e.equals("unanswered"));
    }

    /** A stall shorter than a lease must not cost as much as one. */
    @Test
    void claim_givenUp_leavesNoLeaseBehind() throws StoreException {
        server.pause();
        try {
            assertThatThrownBy(() -> store.claim(new EntryId("k", V1), millis(50)))
                    .isInstanceOf(StoreException.class);
        } finally {
            server.resume();
        }
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    /** Nobody waits for the release, so nobody would hear that Redis does not know the script. */
    @Test
    void claim_givenUpWhileTheReleaseIsUnknown_leavesNoLeaseBehind() throws StoreException {
        server.command("SCRIPT", "FLUSH");
        claim("teaches the claim", V1);
        server.pause();
        try {
            assertThatThrownBy(() -> store.claim(new EntryId("k", V1), millis(50)))
                    .isInstanceOf(StoreException.class);
        } finally {
            server.resume();
        }
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void lineage_sameServerAskedAgain_isStillThat() throws StoreException {
        Lineage before = store.lineage(budget());
        assertThat(before.servers()).hasSize(1);
        assertThat(before.servers().get(0).process()).hasSize(40);
        assertThat(store.lineage(budget()).isStill(before)).isTrue();
    }

    @Test
    void info_userMayNotRunIt_isDoneWithout() throws StoreException {
        server.command("ACL", "SETUSER", "blind", "on", ">secret", "~*", "+@all", "-info");
        RedisConnector blind = connectorTo("redis://blind:secret@127.0.0.1:" + server.port());
        try {
            RecordingListener events = new RecordingListener();
            RemoteStore store = blind.connect(events);
            assertThat(store.usedMemoryBytes(budget())).isEqualTo(-1);
            assertThat(store.lineage(budget())).isEqualTo(Lineage.UNTOLD);
            assertThat(events.events()).isEmpty();
        } finally {
            blind.close();
            server.command("ACL", "DELUSER", "blind");
        }
    }

    /** As some who offer Redis do, and stand-ins for it that never had the command. */
    @Test
    void info_thereIsNoSuchCommand_isDoneWithout() throws StoreException {
        try (RedisServer bare = RedisServer.start("--rename-command", "INFO", "")) {
            RedisConnector connector = connectorTo(bare.url());
            try {
                RecordingListener events = new RecordingListener();
                RemoteStore store = connector.connect(events);
                assertThat(store.usedMemoryBytes(budget())).isEqualTo(-1);
                assertThat(store.lineage(budget())).isEqualTo(Lineage.UNTOLD);
                assertThat(events.events()).isEmpty();
            } finally {
                connector.close();
            }
        }
    }

    @Test
    void h81_storeRefusedByAFullRedis_leavesNoLeaseBehind() throws StoreException {
        Lease lease = grant("k", V1);
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), budget()))
                    .hasMessageContaining("OOM");
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void claim_damagedFields_takesThemForNothing() throws StoreException {
        server.command("HSET", "shop:k", "v:f1", "3:nonsense", "lease", "nonsense");
        assertThat(store.inspect("k", budget()).leased()).isFalse();
        grant("k", V1).store(CacheStoreContract.entry("v"), LONG.toMillis(), budget());
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    void calls_ofOneBudget_shareIt() throws Exception {
        server.pause();
        try {
            assertTakesTheBudget(budget -> {
                for (int i = 0; i < 5; i++) {
                    assertThatThrownBy(() -> store.lookup(new EntryId("k", V1), budget))
                            .isInstanceOf(StoreException.class);
                }
            });
        } finally {
            server.resume();
        }
        assertThat(listener.events()).hasSize(budgetsSpent);
    }

    private void assertTakesTheBudget(Call calls) throws Exception {
        Duration atBest = Took.atBest(Duration.ofMillis(250), () -> {
            budgetsSpent++;
            calls.with(millis(100));
        });
        assertThat(atBest).isBetween(Duration.ofMillis(90), Duration.ofMillis(250));
    }

    @Test
    void calls_interruptedWhileWaiting_waitOnAndKeepTheFlag() {
        server.pause();
        try {
            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            assertThatThrownBy(() -> store.lookup(new EntryId("k", V1), millis(100)))
                    .isInstanceOf(StoreException.class);
            assertThat(millisSince(start)).isGreaterThanOrEqualTo(90);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            server.resume();
        }
    }

    /** The store was given up by its caller and is delivered after somebody else's eviction and reload. */
    @Test
    void h67_storeDeliveredAfterANewerEvict_isRefused() throws StoreException {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            RedisConnector far = connectorTo(proxy.url());
            try {
                RemoteStore farStore = far.connect(new RecordingListener());
                Lease late = ((Claim.Granted) farStore.claim(new EntryId("k", V1), budget())).lease();
                server.command("CONFIG", "RESETSTAT");
                proxy.hold(FaultProxy.Direction.TO_SERVER);
                assertThatThrownBy(() -> late.store(CacheStoreContract.entry("old"), LONG.toMillis(), millis(100)))
                        .isInstanceOf(StoreException.class);
                store.evict(Eviction.ofKey("k"), budget());
                put("k", V1, "new");
                long before = scriptsSeenByServer();
                proxy.heal(); // the store, the look at the version behind it, and the release of what was given up
                await().atMost(Duration.ofSeconds(5)).until(() -> scriptsSeenByServer() == before + 3);
                assertThat(text("k", V1)).isEqualTo("new");
            } finally {
                far.close();
            }
        }
    }

    private static long scriptsSeenByServer() {
        String stats = (String) server.command("INFO", "commandstats");
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .map(line -> line.replaceAll("cmdstat_eval(?:sha)?:calls=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    @Test
    void connection_serverKilled_isReportedLost() {
        try (RedisServer own = RedisServer.start()) {
            RecordingListener heard = new RecordingListener();
            RedisConnector connectorToOwn = connectorTo(own.url());
            try {
                RemoteStore ownStore = connectorToOwn.connect(heard);
                own.kill();
                await().untilAsserted(() -> assertThat(heard.events()).anyMatch(e -> e.startsWith("lost: ")));
                Duration took =
                        Took.of(() -> assertThatThrownBy(() -> ownStore.lookup(new EntryId("k", V1), millis(60_000)))
                                .isInstanceOf(StoreException.class));
                assertThat(took).as("nobody waits for what is gone").isLessThan(Duration.ofSeconds(30));
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
                Duration took =
                        Took.of(() -> assertThatThrownBy(() -> farStore.lookup(new EntryId("k", V1), millis(60_000)))
                                .isInstanceOf(StoreException.class));
                assertThat(took).as("nobody waits for what is gone").isLessThan(Duration.ofSeconds(30));
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
    void h75_blackHoledServer_costsConnectNoMoreThanItsLimit() {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            proxy.blackHole();
            RedisConnector far = connectorTo(proxy.url());
            try {
                long start = System.nanoTime();
                assertThatThrownBy(() -> far.connect(new RecordingListener())).isInstanceOf(StoreException.class);
                assertThat(millisSince(start))
                        .isLessThan(RedisConfig.DEFAULT_CONNECT_TIMEOUT
                                .plusSeconds(1)
                                .toMillis());
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

    private void assertEndsWithTheBudget(Call call) throws Exception {
        assertTakesTheBudget(
                budget -> assertThatThrownBy(() -> call.with(budget)).isInstanceOf(StoreException.class));
    }

    /** One call to a store. */
    private interface Call {
        void with(Budget budget) throws StoreException;
    }

    private RedisConnector connectorTo(String url) {
        return connectorTo(url, "shop");
    }

    private RedisConnector connectorTo(String url, String namespace) {
        return Connectors.to(url)
                .namespace(namespace)
                .lease(LEASE)
                .gets(gets::addAndGet)
                .make();
    }

    private static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }

    private static long millisSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }

    private static String stackOf(Throwable e) {
        Set<String> texts = new TreeSet<>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            texts.add(cause.toString());
        }
        return texts.toString();
    }
}
