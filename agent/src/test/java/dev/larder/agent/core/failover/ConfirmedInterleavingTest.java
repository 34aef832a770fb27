package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When an eviction returns, whatever becomes of the connection that it was sent on. */
@Alone
final class ConfirmedInterleavingTest extends StoreOverFakeRedis {

    /** Redis lives, and the connection does too: one answer was lost. */
    @Test
    void f46_evictThatIsNotAnswered_isConfirmedBesideAndRedisStays() throws StoreException { // 4
        startInMode(Mode.REDIS);
        remote.keys.add("k");
        remote.onEvict = once(StoreOverFakeRedis::fail);
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

    /** Each of them was made, so Redis is there. */
    @Test
    void f46_spareConnectionThatIsLostAgainAndAgain_isMadeUntilOneConfirms() throws StoreException {
        startInMode(Mode.MEMORY);
        reachableForSparesOnly();
        remote.keys.add("k");
        AtomicInteger evictions = new AtomicInteger();
        remote.onEvict = () -> {
            if (evictions.incrementAndGet() <= 6) {
                spareListeners.getLast().lost("cut");
                fail();
            }
        };
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(remote.keys).isEmpty();
        assertThat(spares).hasValue(7);
        comeBack();
    }

    /** Such as by a server that has become a replica: it closes nothing, and will say so again. */
    @Test
    void f46_spareConnectionOnWhichRedisRefuses_isNotMadeAgainForTheSameEviction() throws StoreException {
        startInMode(Mode.MEMORY);
        reachableForSparesOnly();
        remote.keys.add("k");
        remote.onEvict = () -> {
            spareListeners.getLast().lost("READONLY");
            throw StoreException.answered("READONLY");
        };
        store.evict(Eviction.ofKey("k"), budget());
        assertThat(spares).hasValue(1);
        assertThat(store.journalSize()).isEqualTo(1);
        comeBack();
        assertThat(remote.keys).isEmpty();
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

    /** A commit must not fail because of us, whatever our fault. */
    @Test
    @Expects(Message.EVICTION_FAULT)
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
        remote.onEvict = once(StoreOverFakeRedis::fail);
        store.evict(new Eviction(Set.of("k"), Set.of("t"), Set.of("p*")), budget());
        assertThat(store.journalSize()).isEqualTo(3);
        comeBack();
        assertThat(remote.keys).isEmpty();
        assertThat(remote.tags).isEmpty();
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
        store.evict(Eviction.ofKey("k"), budget);
        assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void h63_evictBeforeTheFirstConnection_isToldWhenTheProcessEnds() throws StoreException {
        remote.keys.add("k");
        store.evict(Eviction.ofKey("k"), budget());
        store.flushAtShutdown();
        assertThat(remote.keys).isEmpty();
        assertThat(store.journalSize()).isZero();
    }

    @Test
    @Expects(Message.EVICTIONS_NOT_SENT)
    void h63_evictThatCannotBeTold_letsTheProcessEndInTime() throws StoreException {
        startInMode(Mode.MEMORY);
        remote.keys.add("k");
        store.evict(Eviction.ofKey("k"), budget());
        long start = System.nanoTime();
        store.flushAtShutdown();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ShutdownFlush.LIMIT.plusMillis(500));
        assertThat(store.journalSize()).isEqualTo(1);
    }

    @Test
    void flushAtShutdown_nothingToSend_leavesRedisAlone() throws StoreException {
        startInMode(Mode.REDIS);
        store.evict(Eviction.ofKey("k"), budget());
        AtomicInteger evictions = new AtomicInteger();
        remote.onReplay = evictions::incrementAndGet;
        store.flushAtShutdown();
        assertThat(evictions).hasValue(0);
        assertThat(connects).hasValue(1);
    }
}
