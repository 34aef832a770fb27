package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.RecordingListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies in this process of what is in a real Redis, which other connections change. */
final class NearReadsTest extends RealRedisStore {

    private static final EntryId USER = near("user:7", List.of());
    private static final EntryId TAGGED = near("user:8", List.of("users"));

    private RedisConnector elsewhere;
    private RemoteStore other;

    private static EntryId near(String key, List<String> tags) {
        return new EntryId(key, "f1", tags, null, true);
    }

    @BeforeEach
    void connectElsewhere() throws StoreException {
        elsewhere = connectorTo(server.url());
        other = elsewhere.connect(new RecordingListener());
    }

    @AfterEach
    void disconnectElsewhere() {
        elsewhere.close();
    }

    @Test
    void lookup_again_needsNoRedis() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);
        long gets = server.calls("hget");

        assertThat(kept(USER)).isEqualTo("Ada");
        assertThat(server.calls("hget")).isEqualTo(gets);
    }

    @Test
    void h86_eviction_elsewhere_endsTheCopy() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);

        other.evict(Eviction.ofKey("user:7"), millis(1_000));

        soon().until(() -> kept(USER) == null);
    }

    @Test
    void put_elsewhere_endsTheCopy() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);

        put(other, USER, "Grace");

        soon().until(() -> kept(USER) == null);
        fill(USER);
        assertThat(kept(USER)).isEqualTo("Grace");
    }

    @Test
    void tag_evictedElsewhere_endsTheCopy() throws StoreException {
        put(other, TAGGED, "Ada");
        fill(TAGGED);

        other.evict(Eviction.ofTag("users"), millis(1_000));

        soon().until(() -> kept(TAGGED) == null);
    }

    @Test
    void pattern_evictedElsewhere_endsTheCopy() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);

        other.evict(Eviction.ofPattern("user:*"), millis(1_000));

        soon().until(() -> kept(USER) == null);
    }

    /** Redis names no keys then. */
    @Test
    void h86_flush_endsAllCopies() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);

        server.flush();

        soon().until(() -> kept(USER) == null);
    }

    /** Redis confirms a command before it tells of the change. */
    @Test
    void evict_here_endsTheCopyBeforeItReturns() throws StoreException {
        for (int i = 0; i < 10; i++) {
            EntryId user = near("user:" + i, List.of());
            put(other, user, "Ada");
            fill(user);
            store.evict(Eviction.ofKey(user.key()), millis(1_000));
            assertThat(kept(user)).isNull();
        }
    }

    @Test
    void put_here_endsTheCopyBeforeItReturns() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);
        put(store, USER, "Grace");
        assertThat(kept(USER)).isNull();
    }

    /** The eviction comes between the answer and the copy that is made of it. */
    @Test
    void h86_eviction_beforeTheCopyIsKept_endsIt() throws StoreException {
        put(other, USER, "Ada");
        Lookup.Fresh found = read(USER);
        other.evict(Eviction.ofKey("user:7"), millis(1_000));
        soon().until(() -> !((StoredEntry.Encoded) found.entry()).fill().begin());

        keep(found);

        assertThat(kept(USER)).isNull();
    }

    @Test
    void h86_eviction_here_beforeTheCopyIsKept_endsIt() throws StoreException {
        put(other, USER, "Ada");
        Lookup.Fresh found = read(USER);
        store.evict(Eviction.ofKey("user:7"), millis(1_000));

        keep(found);

        assertThat(kept(USER)).isNull();
    }

    /** No answer, no proof that the connection tells of changes. */
    @Test
    void h85_noCheck_forASecond_endsTheTrust() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);

        pass(Duration.ofMillis(1_000));
        assertThat(kept(USER)).isNull();

        store.check(millis(1_000));
        assertThat(kept(USER)).isEqualTo("Ada");
    }

    @Test
    void renew_endsAllCopiesElsewhere() throws StoreException {
        put(other, USER, "Ada");
        fill(USER);

        server.command("DEL", VERSION_KEY);
        other.check(millis(1_000));
        store.check(millis(1_000));

        assertThat(kept(USER)).isNull();
    }

    @Test
    void key_writtenAllTheTime_restsAfterAWhile() throws StoreException {
        AtomicInteger fills = new AtomicInteger();
        put(other, USER, "Ada");
        fill(USER);
        for (int i = 0; i < 100; i++) {
            Lookup found = store.lookup(USER, millis(1_000));
            if (found instanceof Lookup.Fresh fresh
                    && fresh.entry() instanceof StoredEntry.Encoded read
                    && read.fill() != null) {
                fills.incrementAndGet();
            }
            put(store, USER, "Ada " + i);
            put(other, USER, "Ada again");
        }
        assertThat(fills.get()).isLessThan(60);
    }

    private static ConditionFactory soon() {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(5));
    }

    private void put(CacheStore by, EntryId id, String value) throws StoreException {
        Lease lease = by.takeOver(id, null, millis(1_000));
        assertThat(lease.store(encoded(value), 60_000, millis(1_000))).isTrue();
    }

    private static StoredEntry.Encoded encoded(String value) {
        return new StoredEntry.Encoded(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Until it comes with the right to keep a copy: Redis is first asked to tell of changes. */
    private Lookup.Fresh read(EntryId id) throws StoreException {
        store.check(millis(1_000));
        Lookup.Fresh[] fresh = {null};
        soon().until(() -> {
            store.check(millis(1_000));
            fresh[0] = (Lookup.Fresh) store.lookup(id, millis(1_000));
            return fresh[0].entry() instanceof StoredEntry.Encoded encoded && encoded.fill() != null;
        });
        return fresh[0];
    }

    private void fill(EntryId id) throws StoreException {
        soon().until(() -> {
            keep(read(id));
            return kept(id) != null;
        });
    }

    private static void keep(Lookup.Fresh found) {
        StoredEntry.Encoded read = (StoredEntry.Encoded) found.entry();
        String value = new String(read.envelope(), StandardCharsets.UTF_8);
        read.fill().begin();
        read.fill().keep(StoredEntry.Local.of(value, null));
    }

    private Object kept(EntryId id) {
        if (id.tags().isEmpty()) {
            StoredEntry peeked = store.near().peek(null, id.key(), id.fingerprint(), 0);
            return peeked == null ? null : ((StoredEntry.Local) peeked).value();
        }
        return ((NearCopies) store.near()).find(id) instanceof StoredEntry.Local local ? local.value() : null;
    }
}
