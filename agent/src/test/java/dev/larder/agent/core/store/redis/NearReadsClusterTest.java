package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of what is on three masters, each of which tells of its own keys. */
final class NearReadsClusterTest {

    private static final int KEYS = 12;

    @AutoClose
    private static RedisCluster cluster;

    private RedisConnector connector;
    private RedisConnector elsewhere;
    private RemoteStore store;
    private RemoteStore other;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        cluster.flush();
        connector = Connectors.to(cluster.url()).make();
        elsewhere = Connectors.to(cluster.url()).make();
        store = connector.connect(new RecordingListener());
        other = elsewhere.connect(new RecordingListener());
    }

    @AfterEach
    void disconnect() {
        connector.close();
        elsewhere.close();
    }

    @Test
    void copies_ofAllMasters_endWithTheirEntries() throws StoreException {
        for (int i = 0; i < KEYS; i++) {
            put(id(i), "value " + i);
            fill(id(i));
        }
        for (int i = 0; i < KEYS; i++) {
            EntryId id = id(i);
            assertThat(kept(id)).isEqualTo("value " + i);
            other.evict(Eviction.ofKey(id.key()), millis(1_000));
            soon().until(() -> kept(id) == null);
        }
    }

    @Test
    void copies_ofAllMasters_endWithAPattern() throws StoreException {
        for (int i = 0; i < KEYS; i++) {
            put(id(i), "value " + i);
            fill(id(i));
        }
        store.check(millis(1_000));
        other.evict(Eviction.ofPattern("user:*"), millis(1_000));
        for (int i = 0; i < KEYS; i++) {
            EntryId id = id(i);
            soon().until(() -> kept(id) == null);
        }
    }

    /** The server that has the key from then on knows nothing of the copy. */
    @Test
    void h87_slotMoves_theCopyEnds_andTheNextOneIsWatchedAtItsNewPlace() throws StoreException {
        put(id(1), "value");
        fill(id(1));
        String key = "shop:" + id(1).key();

        cluster.move(cluster.slotOf(key), cluster.strangerTo(key));

        soon().until(() -> kept(id(1)) == null);
        cluster.awaitService();
        fill(id(1));
        assertThat(kept(id(1))).isEqualTo("value");
        other.evict(Eviction.ofKey(id(1).key()), millis(1_000));
        soon().until(() -> kept(id(1)) == null);
    }

    /** While one of three does not answer, nothing proves that it has told of all its changes. */
    @Test
    void h85_serverThatStandsStill_endsTheTrustInAllCopies() throws StoreException {
        for (int i = 0; i < KEYS; i++) {
            put(id(i), "value " + i);
            fill(id(i));
        }
        RedisServer silent = cluster.ownerOf("shop:" + id(0).key());
        silent.pause();
        try {
            soon().until(() -> {
                try {
                    store.check(millis(100));
                } catch (StoreException unanswered) {
                    return IntStream.range(0, KEYS).allMatch(i -> kept(id(i)) == null);
                }
                return false;
            });
        } finally {
            silent.resume();
        }
    }

    private static EntryId id(int number) {
        return new EntryId("user:" + number, "f1", List.of(), null, true);
    }

    private void put(EntryId id, String value) throws StoreException {
        Lease lease = other.takeOver(id, null, millis(1_000));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        assertThat(lease.store(new StoredEntry.Encoded(bytes), 60_000, millis(1_000)))
                .isTrue();
    }

    private void fill(EntryId id) {
        soon().until(() -> {
            store.check(millis(1_000));
            Lookup found = store.lookup(id, millis(1_000));
            if (found instanceof Lookup.Fresh fresh
                    && fresh.entry() instanceof StoredEntry.Encoded read
                    && read.fill() != null
                    && read.fill().begin()) {
                read.fill().keep(StoredEntry.Local.of(new String(read.envelope(), StandardCharsets.UTF_8), null));
            }
            return kept(id) != null;
        });
    }

    private Object kept(EntryId id) {
        StoredEntry peeked = store.near().peek(null, id.key(), id.fingerprint(), 0);
        return peeked == null ? null : ((StoredEntry.Local) peeked).value();
    }

    private static Budget millis(long millis) {
        return new Budget(Ticker.system(), Duration.ofMillis(millis));
    }

    private static ConditionFactory soon() {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10));
    }
}
