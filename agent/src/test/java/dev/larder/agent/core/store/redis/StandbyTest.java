package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.FaultProxy.Direction;
import dev.larder.agent.fixtures.RecordingListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What memory begins with when it follows a real Redis. Each test leaves Redis at the moment it wants to, whatever the state of the
 * connection.
 */
final class StandbyTest extends RealRedisStore {

    private static final EntryId USER = new EntryId("user:7", "f1");
    private static final EntryId TAGGED = new EntryId("user:8", "f1", List.of("users"));

    private static final Pattern CALLS = Pattern.compile("cmdstat_client(?:\\|caching)?:calls=(\\d+)");

    private final List<RedisConnector> behindProxies = new ArrayList<>();
    private RedisConnector elsewhere;
    private RemoteStore other;

    @BeforeEach
    void connectElsewhere() throws StoreException {
        elsewhere = connectorTo(server.url());
        other = elsewhere.connect(new RecordingListener());
        store.check(millis(1_000));
    }

    @AfterEach
    void disconnectElsewhere() {
        elsewhere.close();
        behindProxies.forEach(RedisConnector::close);
    }

    @Test
    void f18_redisLeft_memoryHasWhatWasRead() throws StoreException {
        put(other, USER, "Ada");
        put(other, TAGGED, "Grace");
        keep(USER);
        keep(TAGGED);

        CacheStore memory = leave();

        assertThat(found(memory, USER)).isEqualTo("Ada");
        assertThat(found(memory, TAGGED)).isEqualTo("Grace");
        assertThat(memory.claim(USER, millis(0))).isInstanceOf(Claim.Found.class);
        assertThat(peeked(memory, USER)).isNotNull();
    }

    /** The look-up before the load was the first read of the key. */
    @Test
    void f18_entryThatThisProcessHasLoaded_isKeptAtItsNextRead() throws StoreException {
        put(other, TAGGED, "Grace");
        keep(TAGGED); // from now on Redis tells of changes
        assertThat(looked(store, USER)).isEqualTo(Lookup.ABSENT);
        put(store, USER, "Ada");
        looked(store, USER);
        assertThat(found(leave(), USER)).isEqualTo("Ada");
    }

    /** Which costs a read more, and so is rare. */
    @Test
    void lookup_keptAlready_isNotWatchedAgain() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        long watched = watchedReads();

        for (int i = 0; i < 100; i++) {
            store.lookup(USER, millis(1_000));
        }

        assertThat(watchedReads()).isEqualTo(watched);
    }

    @Test
    void h65_eviction_elsewhere_isNotServed() throws StoreException {
        put(other, USER, "Ada");
        put(other, TAGGED, "Grace");
        keep(USER);
        keep(TAGGED);

        other.evict(Eviction.ofKey(USER.key()), millis(1_000));
        other.evict(Eviction.ofTag("users"), millis(1_000));
        store.check(millis(1_000)); // an answer later than the messages

        CacheStore memory = leave();
        assertThat(found(memory, USER)).isNull();
        assertThat(found(memory, TAGGED)).isNull();
    }

    @Test
    void h65_everything_elsewhere_isNotServed() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);

        other.evict(Eviction.ofPattern(Eviction.EVERYTHING), millis(1_000));
        store.check(millis(1_000));

        assertThat(found(leave(), USER)).isNull();
    }

    @Test
    void h65_put_elsewhere_theOlderValueIsNotServed() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);

        put(other, USER, "Grace");
        store.check(millis(1_000));

        assertThat(found(leave(), USER)).isNull();
    }

    /** The message is lost with the connection, and so are the answers: that is known at the latest. */
    @Test
    void h65_noAnswerForLonger_nothingIsServed() throws StoreException {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            RemoteStore behind = behind(proxy);
            put(other, USER, "Ada");
            keep(behind, USER);
            proxy.swallow(Direction.TO_CLIENT);
            other.evict(Eviction.ofKey(USER.key()), millis(1_000));

            pass(NearCopies.KNOWN);

            assertThat(found(leave(behind), USER)).isNull();
        }
    }

    @Test
    void h65_eviction_here_isNotServed() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        store.evict(Eviction.ofKey(USER.key()), millis(1_000));
        assertThat(found(leave(), USER)).isNull();
    }

    /** Redis has not confirmed it, and the caller goes on to evict in memory. */
    @Test
    void h65_eviction_hereAfterRedisWasLeft_isNotServed() throws StoreException {
        for (Eviction eviction : List.of(
                Eviction.ofKey(TAGGED.key()),
                Eviction.ofTag("users"),
                Eviction.ofPattern("user:*"),
                Eviction.ofPattern(Eviction.EVERYTHING))) {
            put(other, TAGGED, "Ada");
            keep(TAGGED);
            CacheStore memory = leave();
            assertThat(found(memory, TAGGED)).isEqualTo("Ada");

            memory.evict(eviction, millis(0));

            assertThat(found(memory, TAGGED)).isNull();
            assertThat(memory.claim(TAGGED, millis(0))).isInstanceOf(Claim.Granted.class);
            giveBack(memory);
        }
    }

    @Test
    void h65_evictedWhileMemoryMakesACopy_isNotServed() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        CacheStore memory = leave();
        StoredEntry.Encoded found = (StoredEntry.Encoded) ((Lookup.Fresh) memory.lookup(USER, millis(0))).entry();
        StoredEntry.NearFill fill = Objects.requireNonNull(found.fill());
        assertThat(fill.begin()).isTrue();

        memory.evict(Eviction.ofKey(USER.key()), millis(0));
        fill.keep(StoredEntry.Local.of("Ada", null));

        assertThat(found(memory, USER)).isNull();
    }

    @Test
    void f18_firstUse_leavesACopyForTheNextOne() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        CacheStore memory = leave();
        StoredEntry.Encoded found = (StoredEntry.Encoded) ((Lookup.Fresh) memory.lookup(USER, millis(0))).entry();
        StoredEntry.NearFill fill = Objects.requireNonNull(found.fill());

        fill.begin();
        fill.keep(StoredEntry.Local.of("Ada", null));

        assertThat(found(memory, USER)).isEqualTo("Ada");
        assertThat(peeked(memory, USER)).isInstanceOf(StoredEntry.Held.class);
        assertThat(memory.local().standbyEntries()).isZero();
        assertThat(connector.standbyHits()).isEqualTo(1);
    }

    @Test
    void h65_put_inMemory_endsTheOlderValueForGood() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        CacheStore memory = leave();

        Lease lease = Objects.requireNonNull(memory.takeOver(USER, null, millis(0)));
        lease.store(encoded("Grace"), 20, millis(0));
        pass(Duration.ofMillis(20));

        assertThat(found(memory, USER)).isNull();
    }

    /** The connection lives on, and so do its messages. */
    @Test
    void h65_eviction_elsewhereAfterRedisWasLeft_endsWhatItReaches() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        CacheStore memory = leave();

        other.evict(Eviction.ofKey(USER.key()), millis(1_000));

        soon().until(() -> found(memory, USER) == null);
    }

    @Test
    void h65_readUnderWay_evictedInMemory_isNotKept() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            RemoteStore behind = behind(proxy);
            put(other, TAGGED, "Grace");
            keep(behind, TAGGED); // from now on Redis tells of changes
            put(other, USER, "Ada");
            proxy.hold(Direction.TO_CLIENT);
            long watched = watchedReads();
            CompletableFuture<Lookup> reading = CompletableFuture.supplyAsync(() -> looked(behind, USER));
            soon().until(() -> watchedReads() > watched);
            CacheStore memory = leave(behind);
            memory.evict(Eviction.ofKey(USER.key()), millis(0));

            proxy.forward(Direction.TO_CLIENT);

            assertThat(reading.get()).isInstanceOf(Lookup.Fresh.class);
            assertThat(found(memory, USER)).isNull();
            assertThat(found(memory, TAGGED)).isEqualTo("Grace");
        }
    }

    /** Of a call that began before: what memory has evicted or put since, Redis may not know. */
    @Test
    void h65_readAfterRedisWasLeft_isNotKept() throws StoreException {
        put(other, TAGGED, "Grace");
        keep(TAGGED);
        put(other, USER, "Ada");
        CacheStore memory = leave();
        memory.evict(Eviction.ofKey(USER.key()), millis(0));

        for (int i = 0; i < 50; i++) {
            assertThat(looked(store, USER)).isInstanceOf(Lookup.Fresh.class);
        }

        assertThat(found(memory, USER)).isNull();
    }

    @Test
    void h66_flap_beginsWarmAgainWithoutWhatMemoryLoaded() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        CacheStore first = leave();
        Claim.Granted granted = (Claim.Granted) first.claim(TAGGED, millis(0));
        assertThat(granted.lease().store(encoded("Grace"), 60_000, millis(0))).isTrue();
        assertThat(found(first, TAGGED)).isEqualTo("Grace");
        giveBack(first);

        CacheStore second = leave();

        assertThat(found(second, USER)).isEqualTo("Ada");
        assertThat(found(second, TAGGED)).isNull();
    }

    @Test
    void h66_flap_loadOfTheFirstMemory_isNotStored() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        CacheStore first = leave();
        Claim.Granted granted = (Claim.Granted) first.claim(TAGGED, millis(0));
        giveBack(first);
        CacheStore second = leave();

        assertThat(granted.lease().store(encoded("Grace"), 60_000, millis(0))).isFalse();
        assertThat(found(second, TAGGED)).isNull();
    }

    @Test
    void ttl_endsInMemoryAsInRedis() throws StoreException {
        put(other, USER, "Ada", 500);
        keep(USER);
        CacheStore memory = leave();
        assertThat(found(memory, USER)).isEqualTo("Ada");
        pass(Duration.ofMillis(500));
        assertThat(found(memory, USER)).isNull();
    }

    @Test
    void fallbackTtl_countsFromTheTimeRedisWasLeft() throws StoreException {
        put(other, USER, "Ada");
        keep(USER);
        Duration longest = Duration.ofMillis(300);
        pass(longest);
        store.check(millis(1_000));
        CacheStore memory = leave(store, new MemoryConfig(100, longest));
        assertThat(found(memory, USER)).isEqualTo("Ada");
        pass(longest);
        assertThat(found(memory, USER)).isNull();
    }

    @Test
    void maxBytes_isNotExceeded() throws StoreException {
        RedisConnector small = Connectors.to(server.url())
                .memory(new MemoryConfig(100, 100_000, Duration.ofMinutes(1)))
                .make();
        try {
            RemoteStore bounded = small.connect(new RecordingListener());
            bounded.check(millis(1_000));
            put(other, USER, "Ada");
            keep(bounded, USER);
            for (int i = 0; i < 50; i++) {
                EntryId large = new EntryId("large:" + i, "f1");
                put(other, large, "x".repeat(8_000));
                looked(bounded, large);
            }
            EntryId huge = new EntryId("huge:1", "f1");
            put(other, huge, "x".repeat(20_000)); // a fifth of all room
            looked(bounded, huge);

            soon().untilAsserted(() -> assertThat(bounded.near().standbyEntries())
                    .isBetween(5L, 13L)); // twelve large ones and a small one
            assertThat(found(leave(bounded), huge)).isNull();
        } finally {
            small.close();
        }
    }

    @Test
    void switchedOff_keepsNothing() throws StoreException {
        MemoryConfig off = new MemoryConfig(100, 1 << 20, Duration.ofMinutes(1), false);
        RedisConnector plain = Connectors.to(server.url()).memory(off).make();
        try {
            RemoteStore unkept = plain.connect(new RecordingListener());
            unkept.check(millis(1_000));
            put(other, USER, "Ada");
            for (int i = 0; i < 50; i++) {
                looked(unkept, USER);
            }
            assertThat(unkept.near().standbyEntries()).isZero();
            assertThat(found(leave(unkept, off), USER)).isNull();
            EntryId near = new EntryId(USER.key(), USER.fingerprint(), List.of(), null, true);
            soon().until(() -> {
                unkept.check(millis(1_000));
                looked(unkept, near);
                return ((StoredEntry.Encoded) ((Lookup.Fresh) looked(unkept, near)).entry()).fill() != null;
            });
            StoredEntry.NearFill fill = ((StoredEntry.Encoded) ((Lookup.Fresh) looked(unkept, near)).entry()).fill();
            assertThat(fill.begin()).isTrue();
            fill.keep(StoredEntry.Local.of("Ada", null));
            assertThat(unkept.near().memoryEntries()).isEqualTo(1);
            assertThat(found(leave(unkept, off), USER)).as("nor near copies").isNull();
        } finally {
            plain.close();
        }
    }

    /** Before Redis 7, all {@code CLIENT} commands. */
    private static long watchedReads() {
        Matcher calls = CALLS.matcher(server.command("INFO", "commandstats").toString());
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private RemoteStore behind(FaultProxy proxy) throws StoreException {
        RedisConnector made = connectorTo(proxy.url());
        behindProxies.add(made);
        RemoteStore behind = made.connect(new RecordingListener());
        behind.check(millis(1_000));
        return behind;
    }

    private CacheStore leave() {
        return leave(store);
    }

    private static CacheStore leave(CacheStore left) {
        return leave(left, MemoryConfig.defaults());
    }

    /** As the failover does when Redis is lost. */
    private static CacheStore leave(CacheStore left, MemoryConfig config) {
        return MemoryStores.fallbacks(config, LoadConfig.defaults(), Runnable::run, Ticker.system())
                .after(left);
    }

    /** As it does when Redis is trusted again on the same connection. */
    private static void giveBack(CacheStore memory) {
        LocalEntries entries = Objects.requireNonNull(memory.near());
        entries.end();
        entries.drop();
    }

    private void keep(EntryId id) {
        keep(store, id);
    }

    /** Reads until the value is one that memory will begin with. */
    private static void keep(RemoteStore by, EntryId id) {
        soon().until(() -> {
            by.check(millis(1_000));
            looked(by, id);
            return ((NearCopies) by.near()).find(id) != null;
        });
    }

    private static Lookup looked(CacheStore by, EntryId id) {
        try {
            return by.lookup(id, millis(5_000));
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private static Object found(CacheStore by, EntryId id) {
        return looked(by, id) instanceof Lookup.Fresh fresh ? value(fresh.entry()) : null;
    }

    private static Object value(StoredEntry entry) {
        return entry instanceof StoredEntry.Local local
                ? local.value()
                : new String(((StoredEntry.Encoded) entry).envelope(), StandardCharsets.UTF_8);
    }

    private static StoredEntry peeked(CacheStore memory, EntryId id) {
        return memory.local().peek(null, id.key(), id.fingerprint(), 0);
    }

    private static void put(CacheStore by, EntryId id, String value) throws StoreException {
        put(by, id, value, 60_000);
    }

    private static void put(CacheStore by, EntryId id, String value, long ttlMillis) throws StoreException {
        Lease lease = Objects.requireNonNull(by.takeOver(id, null, millis(1_000)));
        assertThat(lease.store(encoded(value), ttlMillis, millis(1_000))).isTrue();
    }

    private static StoredEntry.Encoded encoded(String value) {
        return new StoredEntry.Encoded(value.getBytes(StandardCharsets.UTF_8));
    }

    private static ConditionFactory soon() {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(5));
    }
}
