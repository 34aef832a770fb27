package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Evictions put between the steps of losing and regaining a back end; the numbers are those in {@link Phases}. */
final class EvictionInterleavingTest extends StoreOverFakeRedis {

    /** Memory answers when it returns: a load there that began with what Redis had is not to be stored, or stay. */
    @Test
    void evict_redisIsWithdrawnMeanwhile_reachesMemoryToo() throws StoreException { // 12
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        Lease[] leases = new Lease[1];
        remote.onEvict = once(() -> {
            store.forceMemory("a test");
            leases[0] = ((Claim.Granted) store.claim(new EntryId("k", "f"), budget())).lease();
            Lease other = ((Claim.Granted) store.claim(new EntryId("l", "f"), budget())).lease();
            assertThat(other.store(StoredEntry.Local.of("old", null), 60_000, budget()))
                    .isTrue();
        });
        store.evict(Eviction.ofPattern("*"), budget());
        assertThat(leases[0].store(StoredEntry.Local.of("old", null), 60_000, budget()))
                .isFalse();
        assertThat(lookup("l")).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void evict_whileAway_isReplayedBeforeRedisIsTrusted() throws StoreException { // 1
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(lookup("k")).isEqualTo(Lookup.ABSENT);
        assertThat(store.journalSize()).isZero();
    }

    @Test
    void h57_memoryLoadThatOutlivesItsPhase_isNotTakenForStored() throws StoreException { // 8
        startInMode(Mode.MEMORY);
        Lease lease = ((Claim.Granted) store.claim(new EntryId("k", "f"), budget())).lease();
        assertThat(lease.stands(budget())).isTrue();
        comeBack();
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(lease.stands(budget())).isFalse();
        assertThat(lease.store(StoredEntry.Local.of("old", null), 60_000, budget()))
                .isFalse();
    }

    @Test
    void evict_duringReplay_goesToRedisToo() throws StoreException { // 3
        startInMode(Mode.MEMORY);
        remote.keys.add("a");
        remote.keys.add("b");
        store.evict(Eviction.ofKey("a"), budget());
        remote.onReplay = once(() -> {
            assertThat(store.status().mode()).isEqualTo(Mode.RECOVERING);
            assertThat(store.evict(Eviction.ofKey("b"), budget())).isEqualTo(1);
            assertThat(store.journalSize()).isZero();
        });
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void evict_sameKeyDuringItsReplay_isNotLost() throws StoreException { // 3
        startInMode(Mode.MEMORY);
        store.evict(Eviction.ofKey("k"), budget());
        remote.onReplay = once(() -> {
            remote.keys.add("k");
            store.evict(Eviction.ofKey("k"), budget());
        });
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void evict_failsInRedis_leavesItUntilReplayed() throws StoreException { // 4
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        reachable.set(false);
        remote.onEvict = once(StoreOverFakeRedis::fail);
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.journalSize()).isEqualTo(1);
        assertThat(lookup("k")).isEqualTo(Lookup.ABSENT);
        comeBack();
        assertThat(lookup("k")).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void evict_failsDuringRecovery_isReplayedByTheNextOne() throws StoreException { // 4
        startInMode(Mode.MEMORY);
        remote.keys.add("a");
        remote.keys.add("b");
        store.evict(Eviction.ofKey("a"), budget());
        remote.onReplay = once(() -> {
            remote.onEvict = once(StoreOverFakeRedis::fail);
            store.evict(Eviction.ofKey("b"), budget());
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        });
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void evict_failsAfterReconnection_isSentOnTheNewConnection() throws StoreException { // 5
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        remote.onEvict = once(() -> {
            loseAndReturn();
            fail();
        });
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(remote.keys).isEmpty();
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        assertThat(spares).hasValue(0);
    }

    @Test
    void replay_fails_isDoneAgain() throws StoreException { // 6
        startInMode(Mode.MEMORY);
        for (int i = 0; i < 1_200; i++) {
            remote.keys.add("k" + i);
            store.evict(Eviction.ofKey("k" + i), budget());
        }
        AtomicInteger batches = new AtomicInteger();
        remote.onReplay = () -> {
            if (batches.incrementAndGet() == 1) {
                fail();
            }
        };
        comeBack();
        assertThat(batches.get()).isEqualTo(2); // all of them at once
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void evictPattern_whileAway_isReplayed() throws StoreException {
        startInMode(Mode.MEMORY);
        remote.keys.add("user:1");
        store.evict(Eviction.ofPattern("user:*"), budget());
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void evictTag_whileAway_isReplayed() throws StoreException {
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        remote.tags.add("t");
        store.evict(Eviction.ofTag("t"), budget());
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(remote.tags).isEmpty();
        assertThat(remote.keys).containsExactly("k");
    }

    @Test
    void evictTag_failsInRedis_leavesItUntilReplayed() throws StoreException { // 4
        startInMode(Mode.REDIS);
        remote.tags.add("t");
        reachable.set(false);
        remote.onEvict = once(StoreOverFakeRedis::fail);
        store.evict(Eviction.ofTag("t"), budget());
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        comeBack();
        assertThat(remote.tags).isEmpty();
    }

    /** In memory, where loads are under way; the tag is not evicted there by way of the journal. */
    @Test
    void evictTag_duringReplay_endsWhatMemoryHoldsToo() throws StoreException { // 3
        startInMode(Mode.MEMORY);
        store.evict(Eviction.ofKey("k"), budget());
        EntryId tagged = new EntryId("k", "f", List.of("t"));
        remote.onReplay = once(() -> {
            Lease stored = grant(tagged);
            assertThat(stored.store(entry(), 60_000, budget())).isTrue();
            Lease loading = grant(new EntryId("other", "f", List.of("t")));
            store.evict(Eviction.ofTag("t"), budget());
            assertThat(store.lookup(tagged, budget())).isEqualTo(Lookup.ABSENT);
            assertThat(loading.store(entry(), 60_000, budget())).isFalse();
        });
        comeBack();
    }

    @Test
    void evictTags_moreThanTheJournalHolds_evictsEverything() throws StoreException { // 10
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        remote.tags.add("t");
        for (int i = 0; i <= 25_000; i++) {
            store.evict(Eviction.ofTag("t" + i), budget());
        }
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(remote.keys).isEmpty();
        assertThat(remote.tags).isEmpty();
    }

    @Test
    void evict_moreKeysThanTheJournalHolds_evictsEverything() throws StoreException { // 10
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        for (int i = 0; i <= 25_000; i++) {
            store.evict(Eviction.ofKey("k" + i), budget());
        }
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void switchOff_thenOn_forgetsNoEviction() throws StoreException {
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        store.switchOff("an operator");
        assertThat(lookup("k")).isEqualTo(Lookup.ABSENT);
        store.evict(Eviction.ofKey("k"), budget());
        store.switchOn("an operator");
        awaitMode(Mode.REDIS);
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void connect_noThreadToBeHad_isTriedAgain() {
        errors.set(2);
        store.start();
        awaitMode(Mode.REDIS);
        assertThat(errors).hasValue(-1);
    }

    @Test
    void listeners_oneThatThrows_doesNotSilenceTheNext() {
        StringBuffer heard = new StringBuffer();
        store.addListener((before, now, lasted) -> {
            throw new IllegalStateException("a bad listener");
        });
        store.addListener((before, now, lasted) -> heard.append(now.mode()));
        store.start();
        await().atMost(SOON).until(() -> heard.toString().equals("REDIS"));
    }

    private Lease grant(EntryId id) throws StoreException {
        return ((Claim.Granted) store.claim(id, budget())).lease();
    }
}
