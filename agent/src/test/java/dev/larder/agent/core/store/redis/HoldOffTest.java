package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.LogTap;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.HoldOffContract;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.QuietLog;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that holds loads off after evictions. */
final class HoldOffTest implements HoldOffContract {

    /** So long that it is not over before a test says so. */
    private static final Duration HOLD_OFF = Duration.ofMinutes(1);

    /** Lets what is held off end that much earlier: {@code hold} is the time until which a key is, a tag lives as long. */
    private static final String PASS = """
            for _, key in ipairs(redis.call('KEYS', 'shop[:#]*')) do
              local left = redis.call('PTTL', key)
              if left > 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
              if redis.call('TYPE', key).ok == 'hash' and redis.call('HEXISTS', key, 'hold') == 1 then
                local hold = redis.call('HGET', key, 'hold')
                redis.call('HSET', key, 'hold', string.format('%.0f', hold - ARGV[1]))
              end
            end
            """;

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
        connector = Connectors.to(server.url()).holdOff(HOLD_OFF).make();
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

    @Override
    public void pass(Duration time) {
        server.command("EVAL", PASS, "0", Long.toString(time.toMillis()));
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration shortTtl() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration holdOff() {
        return HOLD_OFF;
    }

    @Test
    void layout_evictedEntryAndTag_endByThemselves() throws StoreException {
        put(tagged("k", "t"), "v");
        assertThat(evict(new Eviction(Set.of("k"), Set.of("t"), Set.of()))).isEqualTo(1);
        assertThat((String) server.command("HGET", "shop:k", "hold")).matches("\\d{13}");
        assertThat(server.command("HLEN", "shop:k")).isEqualTo(1L);
        assertThat((Long) server.command("PTTL", "shop:k")).isBetween(1L, HOLD_OFF.toMillis());
        assertThat(server.command("GET", "shop#t")).isEqualTo("hold");
        assertThat((Long) server.command("PTTL", "shop#t")).isBetween(1L, HOLD_OFF.toMillis());
        assertThat(evict(Eviction.ofKey("k"))).isZero();
    }

    @Test
    void evictEverything_heldOff_holdsTagsOffToo() throws StoreException {
        put(tagged("k", "t"), "v");
        assertThat(evict(Eviction.ofPattern("*"))).isEqualTo(1);
        assertThat(claim(tagged("other", "t"))).isInstanceOf(Claim.HeldOff.class);
    }

    /** It could be evicted by nobody, as its tag has no version. */
    @Test
    void puts_underATagThatIsHeldOff_leaveNothing() throws StoreException {
        put(tagged("k", "t"), "old");
        evict(Eviction.ofTag("t"));
        assertThat(store.takeOver(tagged("k", "t"), null, budget())).isNull();
        store.putAll(Map.of(tagged("k", "t"), CacheStoreContract.entry("new")), 60_000, budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(store.putIfAbsent(tagged("k", "t"), CacheStoreContract.entry("new"), 60_000, budget()))
                .isNull();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void f38_evictOfAKeyOfAnotherType_replacesItByTheMark() throws StoreException {
        server.command("SET", "shop:k", "not ours");
        put(tagged("tagged", "t"), "v");
        assertThat(evict(new Eviction(Set.of("k"), Set.of("t"), Set.of()))).isEqualTo(1);
        assertThat(server.command("HKEYS", "shop:k")).isEqualTo(List.of("hold"));
        assertThat(lookup("tagged", V1)).isEqualTo(Lookup.ABSENT);
    }

    /** The line about calls that run their methods would lead an operator astray. A key has room in its own place. */
    @Test
    void fullRedis_refusesTheHoldOff_saysWhatTheEvictionDoes() throws StoreException {
        List<Message> said = new CopyOnWriteArrayList<>();
        put(tagged("k", "t"), "v");
        server.command("CONFIG", "SET", "maxmemory", "1");
        LogTap.open((line, cause) -> said.add(line.message()));
        try {
            evict(Eviction.ofTag("t"));
        } finally {
            QuietLog.listen();
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(said).containsExactly(Message.HOLD_OFF_REFUSED);
        assertThat(lookup(tagged("k", "t"))).isEqualTo(Lookup.ABSENT);
    }

    @Test
    @Expects({Message.COMMAND_REFUSED, Message.HOLD_OFF_REFUSED, Message.NOTICE_REFUSED})
    void h81_fullRedis_evictsKeysAndTags() throws StoreException {
        put("k", V1, "v");
        put(tagged("tagged", "t"), "v");
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            evict(new Eviction(Set.of("k"), Set.of("t"), Set.of()));
            assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
            assertThat(lookup(tagged("tagged", "t"))).isEqualTo(Lookup.ABSENT);
            assertThatThrownBy(() -> claim("other", V1)).hasMessageContaining("OOM");
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(listener.events()).isEmpty();
    }
}
