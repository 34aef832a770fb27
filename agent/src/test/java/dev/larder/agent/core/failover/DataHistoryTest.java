package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.Lineage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Redis whose data may lack what was confirmed before. */
final class DataHistoryTest extends StoreOverFakeRedis {

    @Test
    void h68_replicaThatMissedAnEviction_isToldOfItBeforeItIsTrusted() throws StoreException {
        startInMode(Mode.REDIS);
        store.evict(Eviction.ofKey("k"), budget());
        store.evict(Eviction.ofTag("t"), budget());
        remote.keys.addAll(List.of("k", "other"));
        remote.tags.add("t");
        remote.lineage = lineage("replica", "its own", "history");
        loseAndReturn();
        assertThat(remote.keys).containsExactly("other");
        assertThat(remote.tags).isEmpty();
    }

    @Test
    void h68_replicaThatMissedAPut_doesNotServeTheOlderValue() throws StoreException {
        startInMode(Mode.REDIS);
        Lease writer = store.takeOver(new EntryId("k", "f"), null, budget());
        assertThat(writer.store(entry(), 60_000, budget())).isTrue();
        store.putAll(Map.of(new EntryId("direct", "f"), entry()), 60_000, budget());
        remote.keys.add("other");
        remote.lineage = lineage("replica", "its own", "history");
        loseAndReturn();
        assertThat(remote.keys).containsExactly("other");
    }

    /** The look says that something was written by then, so the replica is known to have left before. */
    @Test
    void h68_replicaThatMissedAPut_isKnownByALookThatCameAfterThePut() throws StoreException {
        startInMode(Mode.REDIS);
        store.putAll(Map.of(new EntryId("direct", "f"), entry()), 60_000, budget());
        int looks = remote.looks.get();
        await().atMost(SOON).until(() -> remote.looks.get() > looks + 1); // the first of them is evaluated by then
        remote.keys.add("other");
        remote.lineage = lineage("replica", "its own", "history");
        loseAndReturn();
        assertThat(remote.keys).containsExactly("other");
    }

    @Test
    void h68_dataOfUnknownAge_areEvictedAltogether() throws StoreException {
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        remote.tags.add("t");
        remote.lineage = lineage("restarted", "new", "");
        loseAndReturn();
        assertThat(remote.keys).isEmpty();
        assertThat(remote.tags).isEmpty();
    }

    @Test
    void h68_lineageThatIsNotTold_isTakenForUnknownAge() throws StoreException {
        remote.lineage = Lineage.UNKNOWN;
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        loseAndReturn();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void h68_sameServerAfterACut_keepsWhatItHas() throws StoreException {
        startInMode(Mode.REDIS);
        store.evict(Eviction.ofKey("k"), budget());
        remote.keys.add("other");
        loseAndReturn();
        assertThat(remote.keys).containsExactly("other");
    }

    /** It became a replica, took another server's data over, and is a primary again; its connections stayed. */
    @Test
    void h68_otherDataBehindTheSameConnection_areFoundAndEvicted() {
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        remote.lineage = lineage("process", "another", "and yet another");
        await().atMost(SOON).until(remote.keys::isEmpty);
        awaitMode(Mode.REDIS);
    }

    /** Redis did it and said so, and before we hear of that another server has taken its place. */
    @Test
    void h68_evictConfirmedByAServerThatIsReplacedMeanwhile_isSentToTheNext() throws StoreException { // 7
        startInMode(Mode.REDIS);
        remote.onEvict = once(() -> {
            remote.lineage = lineage("replica", "its own", "history");
            loseAndReturn();
        });
        remote.afterEvict = once(() -> remote.keys.add("k"));
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).isEmpty();
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    /** It left the former history, if there is one, before the first write of the test. */
    private static Lineage lineage(String process, String history, String former) {
        return new Lineage(List.of(new Lineage.Server(process, history, 1, former, 1)));
    }
}
