package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Message;
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
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that has no room, and says so or makes some by dropping what it likes. */
final class TightMemoryTest {

    private static final EntryId K = new EntryId("k", "f1");
    private static final EntryId TAGGED = new EntryId("tagged", "f1", List.of("t"));
    private static final long TTL_MILLIS = 60_000;

    @AutoClose
    private static RedisServer server;

    private final RecordingListener listener = new RecordingListener();
    private RedisConnector connector;
    private RemoteStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        connector = Connectors.to(server.url()).make();
        store = connector.connect(listener);
    }

    @AfterEach
    void disconnect() {
        server.command("CONFIG", "SET", "maxmemory", "0");
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        List<String> events = List.copyOf(listener.events());
        connector.close();
        assertThat(events).isEmpty();
    }

    @Test
    @Expects(Message.COMMAND_REFUSED)
    void h81_fullRedis_servesHitsAndRefusesWhatWouldGrow() throws StoreException {
        load(K, "v");
        load(TAGGED, "v");
        Lease loader = granted(store.claim(new EntryId("slow", "f1", List.of("t")), budget()));
        Lease writer = store.takeOver(K, null, budget());
        fill();
        assertThat(text(K)).isEqualTo("v");
        assertThat(text(TAGGED)).isEqualTo("v");
        assertThat(store.lookupAll(List.of(K, TAGGED), budget())).doesNotContain(Lookup.ABSENT);
        StoredEntry.Encoded entry = CacheStoreContract.entry("new");
        for (Call call : List.<Call>of(
                () -> store.claim(new EntryId("other", "f1"), budget()),
                () -> store.takeOver(K, null, budget()),
                () -> loader.store(entry, TTL_MILLIS, budget()),
                () -> writer.store(entry, TTL_MILLIS, budget()),
                () -> store.putAll(Map.of(K, entry), TTL_MILLIS, budget()),
                () -> store.putIfAbsent(new EntryId("other", "f1"), entry, TTL_MILLIS, budget()))) {
            assertThatThrownBy(call::make).isInstanceOf(StoreException.class).hasMessageContaining("OOM");
        }
        assertThat(text(K)).isEqualTo("v");
    }

    @Test
    @Expects(Message.NOTICE_REFUSED)
    void h81_fullRedis_evictsKeysTagsAndPatterns() throws StoreException {
        load(K, "v");
        load(TAGGED, "v");
        load(new EntryId("pattern:1", "f1", List.of("other")), "v");
        Lease slow = granted(store.claim(new EntryId("slow", "f1", List.of("t")), budget()));
        Lease writer = store.takeOver(new EntryId("put", "f1"), null, budget());
        fill();
        assertThat(store.evict(new Eviction(Set.of("k", "put"), Set.of("t"), Set.of("pattern:*")), budget()))
                .isEqualTo(3);
        assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.lookup(TAGGED, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.lookup(new EntryId("pattern:1", "f1"), budget())).isEqualTo(Lookup.ABSENT);
        server.command("CONFIG", "SET", "maxmemory", "0");
        assertThat(store(slow, "old")).isFalse();
        assertThat(store(writer, "old")).isFalse();
    }

    /** Calls are not refused by this, so the line about calls would lead an operator astray. */
    @Test
    @Expects(Message.NOTICE_REFUSED)
    void fullRedis_refusesTheNotice_saysWhatTheEvictionDoes() throws StoreException {
        load(K, "v");
        fill();
        assertThat(store.evict(new Eviction(Set.of("k"), Set.of("t"), Set.of()), budget()))
                .isEqualTo(1);
    }

    @Test
    @Expects(Message.NOTICE_REFUSED)
    void h81_fullRedis_evictsEverything() throws StoreException {
        load(TAGGED, "v");
        store.mark(budget());
        fill();
        assertThat(store.evict(Eviction.ofPattern("*"), budget())).isEqualTo(1);
        assertThat(server.command("DBSIZE")).isEqualTo(1L); // the version of the namespace
    }

    /** As if Redis had dropped it for room, or lost it. */
    @Test
    void h82_lostLease_refusesTheStore() throws StoreException {
        Lease loader = granted(store.claim(K, budget()));
        Lease writer = store.takeOver(new EntryId("put", "f1"), null, budget());
        server.command("DEL", "shop:k", "shop:put");
        assertThat(store(loader, "old")).isFalse();
        assertThat(store(writer, "old")).isFalse();
        assertThat(store.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void h82_lostTag_voidsItsEntriesAndRefusesTheStore() throws StoreException {
        load(TAGGED, "v");
        Lease loader = granted(store.claim(new EntryId("slow", "f1", List.of("t")), budget()));
        server.command("DEL", "shop#t");
        assertThat(store.lookup(TAGGED, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store(loader, "old")).isFalse();
        load(new EntryId("other", "f1", List.of("t")), "the tag is back");
        assertThat(store.lookup(TAGGED, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.lookup(new EntryId("slow", "f1"), budget())).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void h82_lostMark_makesTheWriterEvict() throws StoreException {
        var mark = store.mark(budget());
        server.command("DEL", "shop#");
        assertThat(store.takeOver(K, mark, budget())).isNull();
    }

    /** Loads park between their claim and their store, entries are updated and evicted, and Redis drops keys. */
    @Test
    void h82_churnUnderAllkeysLru_neverServesWhatWasEvicted() throws StoreException {
        long seed = System.nanoTime();
        Churn churn = new Churn(new Random(seed));
        server.command("CONFIG", "RESETSTAT");
        server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        server.command("CONFIG", "SET", "maxmemory", Long.toString(store.usedMemoryBytes(budget()) + 1_000_000));
        for (int step = 0; step < 4_000 || (!hasSeenAll(churn) && step < 20_000); step++) {
            churn.step("seed " + seed + ", step " + step);
        }
        assertThat(evictedByRedis()).isGreaterThan(100);
        assertThat(churn.hits).isGreaterThan(100);
        assertThat(churn.stored).isGreaterThan(100);
        assertThat(churn.refused).isGreaterThan(100);
    }

    /** How often each happens depends on the seed. */
    private static boolean hasSeenAll(Churn churn) {
        return Math.min(Math.min(churn.hits, churn.stored), Math.min(churn.refused, evictedByRedis())) > 100;
    }

    private static long evictedByRedis() {
        String stats = (String) server.command("INFO", "stats");
        return stats.lines()
                .filter(line -> line.startsWith("evicted_keys:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    /** One source of some values and everybody who uses it. */
    private final class Churn {

        private static final int KEYS = 20;

        private final Random random;
        private final long[] committed = new long[KEYS];
        private final Map<Lease, String> loading = new LinkedHashMap<>();
        private long hits;
        private long stored;
        private long refused;

        Churn(Random random) {
            this.random = random;
        }

        void step(String when) throws StoreException {
            int n = random.nextInt(KEYS);
            switch (random.nextInt(10)) {
                case 0, 1 -> beginLoad(n);
                case 2, 3 -> endSomeLoad();
                case 4 -> update(n);
                case 5 -> fillUp();
                default -> read(n, when);
            }
        }

        private EntryId id(int n) {
            return new EntryId("k" + n, "f1", List.of("t" + n % 5));
        }

        private void beginLoad(int n) throws StoreException {
            if (store.claim(id(n), budget()) instanceof Claim.Granted granted) {
                loading.put(granted.lease(), Long.toString(committed[n]));
            }
        }

        private void endSomeLoad() throws StoreException {
            List<Lease> open = new ArrayList<>(loading.keySet());
            if (!open.isEmpty()) {
                Lease lease = open.get(random.nextInt(open.size()));
                boolean kept = store(lease, loading.remove(lease));
                stored += kept ? 1 : 0;
                refused += kept ? 0 : 1;
            }
        }

        /** By its key, or with all of its tag. */
        private void update(int n) throws StoreException {
            committed[n]++;
            store.evict(random.nextBoolean() ? Eviction.ofKey("k" + n) : Eviction.ofTag("t" + n % 5), budget());
        }

        /** With what makes Redis drop something. */
        private void fillUp() throws StoreException {
            Map<EntryId, StoredEntry.Encoded> filler = new LinkedHashMap<>();
            for (int i = 0; i < 10; i++) {
                filler.put(
                        new EntryId("filler" + random.nextInt(1_000), "f1"), new StoredEntry.Encoded(new byte[10_000]));
            }
            store.putAll(filler, TTL_MILLIS, budget());
        }

        private void read(int n, String when) throws StoreException {
            if (store.lookup(id(n), budget()) instanceof Lookup.Fresh fresh) {
                assertThat(CacheStoreContract.textOf(fresh.entry())).as(when).isEqualTo(Long.toString(committed[n]));
                hits++;
            }
        }
    }

    private void fill() {
        server.command("CONFIG", "SET", "maxmemory", "1");
    }

    private void load(EntryId id, String text) throws StoreException {
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
        Lookup found = store.lookup(id, budget());
        assertThat(found).isInstanceOf(Lookup.Fresh.class);
        return CacheStoreContract.textOf(((Lookup.Fresh) found).entry());
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }

    /** One call to the store. */
    private interface Call {
        void make() throws StoreException;
    }
}
