package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.RecordingListener;
import org.junit.jupiter.api.Test;

/** The version of a namespace that every entry carries. */
final class NamespaceVersionTest extends RealRedisStore {

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
        lookup("k", V1); // the first read may also be one that memory would begin with
        server.command("CONFIG", "RESETSTAT");
        lookup("k", V1);
        assertThat((String) server.command("INFO", "commandstats"))
                .contains("cmdstat_hget:calls=1,")
                .doesNotContain("cmdstat_get:");
    }
}
