package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisMonitor;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An entry in several versions: what is over goes, the rest stays, and no value is read for that. */
final class SettlingTest {

    private static final EntryId F1 = new EntryId("k", "f1");
    private static final EntryId F2 = new EntryId("k", "f2");
    private static final EntryId F3 = new EntryId("k", "f3");
    private static final long TTL_MILLIS = 60_000;
    private static final String LARGE = "x".repeat(1_000_000);

    @AutoClose
    private static RedisServer server;

    private RedisConnector connector;
    private RemoteStore store;
    private RedisMonitor monitor;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        connector = Connectors.to(server.url()).make();
        store = connector.connect(new RecordingListener());
        monitor = RedisMonitor.of(server);
    }

    @AfterEach
    void disconnect() {
        monitor.close();
        connector.close();
    }

    @Test
    void f25_entryOfOneVersion_hasNoFieldMoreAndIsNotRead() throws StoreException {
        put(F1, "old", TTL_MILLIS);
        monitor.inScripts();
        put(F1, "new", TTL_MILLIS);
        assertThat(valuesRead()).isEmpty();
        assertThat(fields()).isEqualTo("v:f1");
    }

    @Test
    void f25_versionStoredAlone_isReadOnceWhenAnotherComes() throws StoreException {
        put(F1, LARGE, TTL_MILLIS);
        monitor.inScripts();
        put(F2, LARGE, TTL_MILLIS);
        assertThat(valuesRead()).containsExactly("\"HGET\" \"shop:k\" \"v:f1\"");
        put(F2, "new", TTL_MILLIS);
        put(F3, LARGE, TTL_MILLIS);
        assertThat(valuesRead()).isEmpty();
    }

    @Test
    void f25_severalVersions_noneIsReadWhenAnyIsStoredOrCounted() throws StoreException {
        putEach();
        monitor.inScripts();
        putEach();
        store.increment("k", 1, TTL_MILLIS, budget());
        assertThat(valuesRead()).isEmpty();
        assertThat(text(F1)).isEqualTo(LARGE);
        assertThat(text(F2)).isEqualTo(LARGE);
        assertThat(text(F3)).isEqualTo(LARGE);
    }

    @Test
    void f25_versionThatIsOver_isRemovedUnread() throws StoreException {
        put(F1, LARGE, 300);
        put(F2, LARGE, 300);
        put(F3, LARGE, TTL_MILLIS);
        monitor.inScripts();
        await().until(() -> {
            put(F3, "new", TTL_MILLIS);
            return fields().equals("v:f3");
        });
        assertThat(valuesRead()).isEmpty();
    }

    @Test
    void f25_otherTimeToLive_isThatOfAllAndKnownWithoutReading() throws StoreException {
        put(F1, LARGE, TTL_MILLIS);
        put(F2, LARGE, 100 * TTL_MILLIS);
        assertThat(store.expire("k", 10 * TTL_MILLIS, budget())).isTrue();
        assertThat(millisLeft()).isBetween(9 * TTL_MILLIS, 10 * TTL_MILLIS);
        monitor.inScripts();
        put(F2, LARGE, TTL_MILLIS);
        assertThat(valuesRead()).isEmpty();
        assertThat(millisLeft()).isGreaterThan(9 * TTL_MILLIS);
    }

    @Test
    void f25_versionDiscardedAndStoredAnew_hasItsNewEnd() throws StoreException {
        put(F1, "unreadable", 100 * TTL_MILLIS);
        put(F2, "two", TTL_MILLIS);
        store.discard(F1, CacheStoreContract.entry("unreadable"), budget());
        put(F1, "one", 2 * TTL_MILLIS);
        put(F2, "two", TTL_MILLIS);
        assertThat(millisLeft()).isBetween(TTL_MILLIS + 1, 2 * TTL_MILLIS);
    }

    @Test
    void f25_putInPlaceOfAllVersions_leavesNoEndOfThem() throws StoreException {
        putEach();
        store.putAll(Map.of(F1, CacheStoreContract.entry("put")), TTL_MILLIS, budget());
        assertThat(fields()).isEqualTo("v:f1");
    }

    /** It stores a value with no end beside it, and takes the field with the ends for one that is over. */
    @Test
    void f25_earlierReleaseStores_itsValueIsNeitherCutShortNorKeptTooLong() throws StoreException {
        putEach();
        storeLikeAnEarlierRelease("v:f1", 50 * TTL_MILLIS);
        put(F2, LARGE, TTL_MILLIS);
        assertThat(millisLeft()).isGreaterThan(49 * TTL_MILLIS);
        assertThat(store.lookup(F3, budget())).isNotEqualTo(Lookup.ABSENT);
        storeLikeAnEarlierRelease("v:f1", TTL_MILLIS);
        put(F2, LARGE, TTL_MILLIS);
        assertThat(millisLeft()).isLessThanOrEqualTo(TTL_MILLIS);
    }

    @Test
    void f25_somebodyElsesTextInPlaceOfTheEnds_isReplaced() throws StoreException {
        putEach();
        server.command("HSET", "shop:k", "ends", "QUEUED");
        put(F1, LARGE, TTL_MILLIS);
        assertThat(millisLeft()).isLessThanOrEqualTo(TTL_MILLIS);
        assertThat(text(F2)).isEqualTo(LARGE);
        assertThat(text(F3)).isEqualTo(LARGE);
    }

    /** What its store.lua did to the fields: of this one's script nothing is known to it but values, lease, hold and counter. */
    private static void storeLikeAnEarlierRelease(String field, long ttlMillis) {
        String script = """
                local clock = redis.call('TIME')
                local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
                local latest = now + ARGV[2]
                redis.call('HSET', KEYS[1], ARGV[1], string.format('4:%013.0f', latest)
                    .. string.sub(redis.call('HGET', KEYS[1], ARGV[1]), 16))
                for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
                  if field ~= ARGV[1] and field ~= 'lease' and field ~= 'n' then
                    local content = redis.call('HGET', KEYS[1], field)
                    local ending = string.sub(field, 1, 2) == 'v:' and tonumber(string.match(content, '^4:(%d+):'))
                        or tonumber(content) or 0
                    if ending > now then
                      latest = math.max(latest, ending)
                    else
                      redis.call('HDEL', KEYS[1], field)
                    end
                  end
                end
                redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', latest))
                """;
        server.command("EVAL", script, "1", "shop:k", field, Long.toString(ttlMillis));
    }

    private void putEach() throws StoreException {
        put(F1, LARGE, TTL_MILLIS);
        put(F2, LARGE, TTL_MILLIS);
        put(F3, LARGE, TTL_MILLIS);
    }

    /** Beside the other versions, whatever there was of this one. */
    private void put(EntryId id, String text, long ttlMillis) throws StoreException {
        server.command("HDEL", "shop:k", "v:" + id.fingerprint());
        Claim claim = store.claim(id, budget());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        Lease lease = ((Claim.Granted) claim).lease();
        assertThat(lease.store(CacheStoreContract.entry(text), ttlMillis, budget()))
                .isTrue();
    }

    private String text(EntryId id) throws StoreException {
        return CacheStoreContract.textOf(((Lookup.Fresh) store.lookup(id, budget())).entry());
    }

    /** What scripts have read of values, but for the claim, which looks for the one it would load. */
    private List<String> valuesRead() {
        return monitor.inScripts().stream()
                .filter(command -> command.startsWith("\"HGET\"") && command.contains("\"v:"))
                .toList();
    }

    private static String fields() {
        return ((List<?>) server.command("HKEYS", "shop:k"))
                .stream().map(String::valueOf).sorted().collect(Collectors.joining(" "));
    }

    private static long millisLeft() {
        return (Long) server.command("PTTL", "shop:k");
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(10));
    }
}
