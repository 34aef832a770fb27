package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Turn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others have written where the store keeps its own: a miss, and replaced. */
final class ForeignDataTest extends RealRedisStore {

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
    void f38_turnOfAnotherTypeOrWithoutAnEnd_isNoneAndIsReplaced() throws StoreException {
        String turn = "shop#\u0003{shop:k}" + V1;
        for (String[] foreign : new String[][] {{"LPUSH", turn, "not ours"}, {"SADD", turn, "x"}, {"SET", turn, "x"}}) {
            server.command("DEL", turn);
            server.command(foreign);
            Turn taken = store.takeTurn(new EntryId("k", V1), budget());
            assertThat(taken).as(foreign[0]).isNotNull();
            assertThat(store.takeTurn(new EntryId("k", V1), budget())).isNull();
            assertThat(taken.keep(budget())).isTrue();
            assertThat((Long) server.command("PTTL", turn)).isPositive();
        }
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

    @Test
    void claim_damagedFields_takesThemForNothing() throws StoreException {
        server.command("HSET", "shop:k", "v:f1", "4:nonsense", "lease", "nonsense");
        assertThat(store.inspect("k", budget()).leased()).isFalse();
        grant("k", V1).store(CacheStoreContract.entry("v"), LONG.toMillis(), budget());
        assertThat(text("k", V1)).isEqualTo("v");
    }
}
