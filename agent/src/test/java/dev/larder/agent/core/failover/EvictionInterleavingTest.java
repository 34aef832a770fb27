package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeRemote;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Evictions put between the steps of losing and regaining a back end; the numbers are those in {@link Phases}. */
final class EvictionInterleavingTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeRemote remote = new FakeRemote();
    private final AtomicBoolean reachable = new AtomicBoolean(true);
    private final AtomicBoolean reachableBeside = new AtomicBoolean();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger connects = new AtomicInteger();
    private final AtomicInteger spares = new AtomicInteger();
    private final Deque<RemoteListener> listeners = new ArrayDeque<>();
    private final FailoverStore store = FailoverStore.over(
            new Gate(),
            () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
            RedisConfig.disabled(),
            AgentThreads.background(),
            Ticker.system());

    @AfterEach
    void close() {
        store.close();
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
        assertThat(lease.store(StoredEntry.Shared.of("old", null), 60_000, budget()))
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
        remote.onEvict = once(EvictionInterleavingTest::fail);
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
            remote.onEvict = once(EvictionInterleavingTest::fail);
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

    /** Redis lives, and the connection does too: one answer was lost. */
    @Test
    void f46_evictThatIsNotAnswered_isConfirmedBesideAndRedisStays() throws StoreException { // 4
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        remote.onEvict = once(EvictionInterleavingTest::fail);
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).isEmpty();
        assertThat(spares).hasValue(1);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        assertThat(store.journalSize()).isZero();
    }

    /** Another connection reaches Redis, so this one leads elsewhere, or nowhere. */
    @Test
    void f46_connectionThatStaysSilentWhileRedisLives_isLeftAfterTheEvictionIsConfirmed() throws StoreException { // 4
        startInMode(Mode.REDIS);
        remote.keys.addAll(List.of("k", "other"));
        AtomicInteger evictions = new AtomicInteger();
        remote.onEvict = () -> {
            if (evictions.incrementAndGet() != 2) { // the second one goes over the spare connection
                fail();
            }
        };
        reachableForSparesOnly();
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).containsExactly("other");
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
    }

    /** Such as a check that was judged too early. */
    @Test
    void f46_phaseThatIsLeftWhileAnEvictionIsUnderWay_itIsConfirmedBeforeItReturns() throws StoreException { // 4
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        reachableForSparesOnly();
        remote.onEvict = once(() -> {
            listeners.getLast().lost("judged too early");
            fail();
        });
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).isEmpty();
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        comeBack();
        assertThat(store.journalSize()).isZero();
    }

    @Test
    void f46_evictBetweenTwoConnections_isConfirmedBeforeItReturns() throws StoreException { // 13
        startInMode(Mode.MEMORY);
        reachableForSparesOnly();
        remote.keys.addAll(List.of("k", "tagged", "put"));
        remote.tags.add("t");
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).doesNotContain("k");
        store.evict(Eviction.ofTag("t"), budget());
        assertThat(remote.tags).isEmpty();
        store.putAll(Map.of(new EntryId("put", "f"), entry()), 60_000, budget());
        assertThat(remote.keys).containsExactly("tagged");
        store.evict(Eviction.ofPattern("*"), budget());
        assertThat(remote.keys).isEmpty();
        assertThat(spares).as("one connection for all of them").hasValue(1);
        comeBack();
    }

    @Test
    void f46_writerWithALeaseBetweenTwoConnections_endsTheOlderValueBeforeItReturns() throws StoreException { // 11
        startInMode(Mode.MEMORY);
        reachableForSparesOnly();
        remote.keys.add("k");
        Lease writer = store.takeOver(new EntryId("k", "f"), null, budget());
        assertThat(writer.store(entry(), 60_000, budget())).isTrue();
        assertThat(remote.keys).isEmpty();
        comeBack();
    }

    @Test
    void f46_redisRefuses_everyEvictionAsksAndNoneWaits() throws StoreException {
        startInMode(Mode.MEMORY);
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            store.evict(Eviction.ofKey("k" + i), budget());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        remote.keys.add("k");
        reachableForSparesOnly();
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).isEmpty();
        comeBack();
    }

    private void reachableForSparesOnly() {
        reachable.set(false);
        reachableBeside.set(true);
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
        remote.onEvict = once(EvictionInterleavingTest::fail);
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

    /** A commit must not fail because of us, whatever our fault. */
    @Test
    void h70_evictThatMeetsAFaultOfOurs_returnsAndIsReplayed() throws StoreException {
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        reachable.set(false);
        remote.onEvict = once(() -> {
            throw new IllegalStateException("made to fail");
        });
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void h70_evictThatRedisDoesNotConfirm_returnsAndIsReplayed() throws StoreException {
        startInMode(Mode.REDIS);
        reachable.set(false);
        remote.keys.add("k");
        remote.tags.add("t");
        remote.onEvict = once(EvictionInterleavingTest::fail);
        store.evict(new Eviction(Set.of("k"), Set.of("t"), Set.of("p*")), budget());
        assertThat(store.journalSize()).isEqualTo(3);
        comeBack();
        assertThat(remote.keys).isEmpty();
        assertThat(remote.tags).isEmpty();
    }

    @Test
    void h57_putWhileAway_isNotFollowedByTheOlderValueFromRedis() throws StoreException { // 11
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        EntryId id = new EntryId("k", "f");
        Lease writer = store.takeOver(id, null, budget());
        assertThat(writer.store(entry(), 60_000, budget())).isTrue();
        assertThat(lookup("k")).isInstanceOf(Lookup.Fresh.class);
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(lookup("k")).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void h57_putDuringReplay_removesTheOlderValueFromRedis() throws StoreException { // 11
        startInMode(Mode.MEMORY);
        store.evict(Eviction.ofKey("other"), budget());
        remote.keys.add("k");
        remote.onReplay = once(() -> {
            Lease writer = store.takeOver(new EntryId("k", "f"), null, budget());
            assertThat(writer.store(entry(), 60_000, budget())).isTrue();
            assertThat(remote.keys).isEmpty();
            assertThat(lookup("k")).isInstanceOf(Lookup.Fresh.class);
        });
        comeBack();
        assertThat(lookup("k")).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void h57_directWritesWhileAway_areNotFollowedByOlderValuesFromRedis() throws StoreException { // 11
        startInMode(Mode.MEMORY);
        remote.keys.addAll(List.of("put", "absent", "expire"));
        store.putAll(Map.of(new EntryId("put", "f"), entry()), 60_000, budget());
        assertThat(store.putIfAbsent(new EntryId("absent", "f"), entry(), 60_000, budget()))
                .isNull();
        assertThat(store.expire("expire", 1_000, budget())).isFalse();
        assertThat(lookup("put")).isInstanceOf(Lookup.Fresh.class);
        assertThat(lookup("absent")).isInstanceOf(Lookup.Fresh.class);
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void h57_writerThatOutlivesItsPhase_isRefused() throws StoreException { // 8
        startInMode(Mode.MEMORY);
        EntryId id = new EntryId("k", "f");
        Lease writer = store.takeOver(id, null, budget());
        comeBack();
        assertThat(writer.store(entry(), 60_000, budget())).isFalse();
        Lease next = store.takeOver(id, null, budget());
        loseAndReturn();
        assertThat(next.store(entry(), 60_000, budget())).isFalse();
    }

    @Test
    void takeOver_sinceAMarkOfAnotherPhase_isNull() throws StoreException {
        startInMode(Mode.MEMORY);
        EntryId id = new EntryId("k", "f");
        WriteMark away = store.mark(budget());
        assertThat(store.takeOver(id, away, budget())).isNotNull();
        comeBack();
        assertThat(store.takeOver(id, away, budget())).isNull();
        WriteMark inRedis = store.mark(budget());
        assertThat(store.takeOver(id, inRedis, budget())).isNotNull();
        loseAndReturn();
        assertThat(store.takeOver(id, inRedis, budget())).isNull();
    }

    @Test
    void directWrites_redisFailsThem_failAndAreEvicted() throws StoreException { // 12
        startInMode(Mode.REDIS);
        reachable.set(false);
        remote.keys.addAll(List.of("k", "l"));
        remote.onWrite = once(EvictionInterleavingTest::fail);
        remote.onEvict = once(EvictionInterleavingTest::fail);
        Map<EntryId, StoredEntry.Encoded> entries =
                Map.of(new EntryId("k", "f"), entry(), new EntryId("l", "f"), entry());
        assertThatThrownBy(() -> store.putAll(entries, 60_000, budget())).isInstanceOf(StoreException.class);
        assertThat(store.journalSize()).isEqualTo(2);
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void directWrites_redisFailsThemAndStillEvicts_staysInRedis() throws StoreException { // 12
        startInMode(Mode.REDIS);
        remote.keys.addAll(List.of("k", "l"));
        remote.onWrite = once(EvictionInterleavingTest::fail);
        assertThatThrownBy(() -> store.putIfAbsent(new EntryId("k", "f"), entry(), 60_000, budget()))
                .isInstanceOf(StoreException.class);
        remote.onWrite = once(EvictionInterleavingTest::fail);
        assertThatThrownBy(() -> store.expire("l", 1_000, budget())).isInstanceOf(StoreException.class);
        assertThat(remote.keys).isEmpty();
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void increment_whileRedisComesAndGoes_countsOnInThisProcess() throws StoreException {
        startInMode(Mode.MEMORY);
        assertThat(increment("n")).isEqualTo(1);
        assertThat(store.inspect("n", budget()).remainingMillis()).isPositive();
        comeBack();
        assertThat(increment("n")).isEqualTo(1_000);
        remote.onWrite = EvictionInterleavingTest::fail;
        assertThat(increment("n")).isEqualTo(2);
        store.switchOff("an operator");
        assertThat(increment("n")).isEqualTo(3);
        assertThat(store.expire("n", 60_000, budget())).isTrue();
        store.evict(Eviction.ofKey("n"), budget());
        assertThat(increment("n")).isEqualTo(1);
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
        remote.lineage = Lineage.UNTOLD;
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

    /** Before it found its place on the connection, so Redis is well, and has not heard of it. */
    @Test
    void evict_thatCouldNotBeSent_isSentWhenThereIsRoom() throws StoreException {
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        AtomicInteger attempts = new AtomicInteger();
        remote.onEvict = () -> {
            if (attempts.incrementAndGet() < 4) {
                throw StoreException.unsent("no room");
            }
        };
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(remote.keys).isEmpty();
        assertThat(store.journalSize()).isZero();
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void evict_thatNeverCouldBeSent_leavesRedisInTime() throws StoreException {
        startInMode(Mode.REDIS);
        reachable.set(false);
        remote.keys.add("k");
        remote.onEvict = () -> {
            throw StoreException.unsent("no room");
        };
        store.evict(Eviction.ofKey("k"), new Budget(Ticker.system(), Duration.ofMillis(50)));
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    /** One slow write must not cost everybody the use of Redis. */
    @Test
    void directWrite_thatSpentItsBudget_leavesEnoughForTheEviction() throws StoreException {
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        FakeTicker ticker = new FakeTicker();
        remote.onWrite = once(() -> {
            ticker.advance(Duration.ofSeconds(2));
            fail();
        });
        Budget budget = new Budget(ticker, Duration.ofSeconds(1));
        assertThatThrownBy(() -> store.putAll(Map.of(new EntryId("k", "f"), entry()), 60_000, budget))
                .isInstanceOf(StoreException.class);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void h63_evictBeforeTheFirstConnection_isToldWhenTheProcessEnds() throws StoreException {
        remote.keys.add("k");
        store.evict(Eviction.ofKey("k"), budget());
        store.farewell();
        assertThat(remote.keys).isEmpty();
        assertThat(store.journalSize()).isZero();
    }

    @Test
    void h63_evictThatCannotBeTold_letsTheProcessEndInTime() throws StoreException {
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        store.evict(Eviction.ofKey("k"), budget());
        long start = System.nanoTime();
        store.farewell();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Farewell.LIMIT.plusMillis(500));
        assertThat(store.journalSize()).isEqualTo(1);
    }

    @Test
    void farewell_nothingToTell_leavesRedisAlone() throws StoreException {
        startInMode(Mode.REDIS);
        store.evict(Eviction.ofKey("k"), budget());
        AtomicInteger evictions = new AtomicInteger();
        remote.onReplay = evictions::incrementAndGet;
        store.farewell();
        assertThat(evictions).hasValue(0);
        assertThat(connects).hasValue(1);
    }

    private static Lineage lineage(String process, String history, String former) {
        return new Lineage(List.of(new Lineage.Server(process, history, 1, former, 1)));
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

    private void startInMode(Mode mode) {
        reachable.set(mode == Mode.REDIS);
        store.start();
        awaitMode(mode);
    }

    private void comeBack() {
        reachable.set(true);
        awaitMode(Mode.REDIS);
    }

    private void loseAndReturn() {
        int before = connects.get();
        listeners.getLast().lost("cut");
        await().atMost(SOON).until(() -> connects.get() > before);
        awaitMode(Mode.REDIS);
    }

    private void awaitMode(Mode mode) {
        await().atMost(SOON).until(() -> store.status().mode() == mode);
    }

    private Lookup lookup(String key) throws StoreException {
        return store.lookup(new EntryId(key, "f"), budget());
    }

    private Lease grant(EntryId id) throws StoreException {
        return ((Claim.Granted) store.claim(id, budget())).lease();
    }

    private long increment(String key) throws StoreException {
        return store.increment(key, 1, 60_000, budget());
    }

    private static StoredEntry.Encoded entry() {
        return CacheStoreContract.entry("v");
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }

    private static void fail() throws StoreException {
        throw new StoreException("made to fail", null);
    }

    /** Steps run once: whatever they cause must not run them again. */
    private FakeRemote.Step once(FakeRemote.Step step) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (!done.getAndSet(true)) {
                step.run();
            }
        };
    }

    /** Each connection is a new store, as with Redis; all of them have the same keys. */
    private final class Gate implements RemoteConnector {

        @Override
        public RemoteStore connect(RemoteListener listener) throws StoreException {
            if (!reachable.get()) {
                throw new StoreException("unreachable by order of the test", null);
            }
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("injected");
            }
            listeners.add(listener);
            connects.incrementAndGet();
            return remote.newConnection();
        }

        @Override
        public RemoteStore connectToEvict(RemoteListener listener, Budget budget) throws StoreException {
            if (!reachable.get() && !reachableBeside.get()) {
                throw new StoreException("unreachable by order of the test", null);
            }
            spares.incrementAndGet();
            return remote.newConnection();
        }

        @Override
        public CompletionStage<?> readArrived() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public String address() {
            return "fake://remote";
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
