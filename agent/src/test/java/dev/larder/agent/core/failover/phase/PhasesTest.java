package dev.larder.agent.core.failover.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeRemote;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PhasesTest {

    private static final Eviction EVICTION = Eviction.ofKey("k");
    private static final EntryId K = new EntryId("k", "f");

    private final FakeTicker ticker = new FakeTicker();
    private final List<Phases.Change> changes = new ArrayList<>();
    private final RemoteStore remote = new FakeRemote().newConnection();
    private final RemoteStore later = new FakeRemote().newConnection();
    private final Phases phases =
            new Phases(Mode.INITIALIZING, "starting", this::memory, ticker, () -> Instant.EPOCH, changes::add);

    private CacheStore memory() {
        return MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), ticker);
    }

    @Test
    void recover_firstConnectionAndNothingEvicted_isRedisAtOnce() {
        assertThat(phases.recover(remote, "there")).isTrue();
        assertThat(phases.current().mode()).isEqualTo(Mode.REDIS);
        assertThat(phases.current().store()).isSameAs(remote);
        assertThat(phases.decided()).isDone();
    }

    @Test
    void recover_firstConnectionButAnEvictionBefore_replaysFirst() {
        phases.journalIfAway(EVICTION);
        phases.recover(remote, "there");
        assertThat(phases.current().mode()).isEqualTo(Mode.RECOVERING);
        assertThat(phases.decided()).isNotDone();
        assertThat(phases.trust(remote, "there")).isFalse();
        assertThat(phases.takeJournal().keys()).containsExactly("k");
        assertThat(phases.trust(remote, "there")).isTrue();
        assertThat(phases.current().mode()).isEqualTo(Mode.REDIS);
    }

    @Test
    void unreachable_atFirst_isAnEmptyMemory() throws StoreException {
        assertThat(phases.current().store().claim(K, budget())).isInstanceOf(Claim.Unstored.class);
        phases.unreachable("nobody there");
        assertThat(phases.current().mode()).isEqualTo(Mode.MEMORY);
        assertThat(phases.current().store().claim(K, budget())).isInstanceOf(Claim.Granted.class);
        assertThat(phases.decided()).isDone();
    }

    /** The mode is the same, and why it is has changed. */
    @Test
    void f17_unreachableForAnotherReason_showsThat() {
        phases.unreachable("nobody there");
        Phase before = phases.current();
        phases.unreachable("a wrong password");
        assertThat(changes).hasSize(1);
        assertThat(phases.current().status())
                .isEqualTo(new ModeStatus(Mode.MEMORY, before.status().since(), "a wrong password"));
        assertThat(phases.current().store()).isSameAs(before.store());
    }

    @Test
    void f17_unreachableWhileSwitchedOff_showsWhoSwitchedItOff() {
        phases.switchOff("an operator");
        phases.unreachable("nobody there");
        assertThat(phases.current().status().reason()).isEqualTo("an operator");
    }

    @Test
    void f16_withdraw_redis_isAnEmptyMemoryThatStillTellsRedisOfEvictions() {
        CacheStore first = phases.current().store();
        phases.recover(remote, "there");
        assertThat(phases.withdraw(remote, "too slow")).isTrue();
        assertThat(phases.current().mode()).isEqualTo(Mode.MEMORY);
        assertThat(phases.current().store()).isNotSameAs(first).isNotSameAs(remote);
        assertThat(phases.journalIfAway(EVICTION).remote()).isSameAs(remote);
        assertThat(phases.journalSize()).isZero();
        assertThat(phases.withdraw(remote, "too slow")).isFalse();
        assertThat(phases.trust(remote, "fast again")).isTrue();
    }

    @Test
    void f16_evictionThatFailsAfterwards_leavesTheConnectionAndKeepsMemory() {
        phases.recover(remote, "there");
        phases.withdraw(remote, "too slow");
        CacheStore answering = phases.current().store();
        Phase away = phases.leaveAndJournal(EVICTION, "not confirmed");
        assertThat(away.remote()).isNull();
        assertThat(away.store()).isSameAs(answering);
        assertThat(phases.journalSize()).isEqualTo(1);
        assertThat(phases.trust(remote, "fast again")).isFalse();
    }

    @Test
    void f16_hold_recovering_isMemoryUntilItIsTrusted() {
        phases.unreachable("nobody there");
        phases.recover(remote, "back");
        CacheStore answering = phases.current().store();
        assertThat(phases.hold(remote, "slow: 150 ms")).isTrue();
        assertThat(phases.current().mode()).isEqualTo(Mode.MEMORY);
        assertThat(phases.hold(remote, "slow: 170 ms")).isTrue();
        assertThat(phases.current().status().reason()).isEqualTo("slow: 170 ms");
        assertThat(phases.current().store()).isSameAs(answering);
        assertThat(phases.recover(later, "another")).isFalse();
        assertThat(phases.trust(remote, "fast again")).isTrue();
        assertThat(phases.hold(remote, "slow again")).isFalse();
    }

    @Test
    void leave_redis_isMemoryWithNothingInIt() {
        CacheStore first = phases.current().store();
        phases.recover(remote, "there");
        assertThat(phases.leave(remote, "gone")).isTrue();
        assertThat(phases.current().mode()).isEqualTo(Mode.MEMORY);
        assertThat(phases.current().store()).isNotSameAs(first).isNotSameAs(remote);
    }

    @Test
    void leave_aConnectionOfThePast_changesNothing() {
        phases.recover(remote, "there");
        phases.leave(remote, "gone");
        phases.recover(later, "back");
        phases.trust(later, "back");
        assertThat(phases.leave(remote, "gone again")).isFalse();
        assertThat(phases.current().mode()).isEqualTo(Mode.REDIS);
    }

    /** An attempt may fail, and is no reason to load everything again. */
    @Test
    void f15_recoverAfterMemory_keepsWhatMemoryHas() {
        phases.unreachable("nobody there");
        CacheStore outage = phases.current().store();
        phases.recover(remote, "back");
        assertThat(phases.current().mode()).isEqualTo(Mode.RECOVERING);
        assertThat(phases.current().store()).isSameAs(outage);
        phases.leave(remote, "gone");
        assertThat(phases.current().store()).isSameAs(outage);
        phases.recover(later, "back");
        phases.trust(later, "back");
        phases.leave(later, "gone");
        assertThat(phases.current().store()).isNotSameAs(outage);
    }

    @Test
    void trust_withEvictionsOutstanding_isRefused() {
        phases.unreachable("nobody there");
        phases.journalIfAway(EVICTION);
        phases.recover(remote, "back");
        assertThat(phases.trust(remote, "back")).isFalse();
        assertThat(phases.current().mode()).isEqualTo(Mode.RECOVERING);
    }

    @Test
    void journalIfAway_recoveringOrRedis_leavesTheEvictionToItsCaller() {
        phases.unreachable("nobody there");
        phases.recover(remote, "back");
        assertThat(phases.journalIfAway(EVICTION).remote()).isSameAs(remote);
        phases.trust(remote, "back");
        assertThat(phases.journalIfAway(EVICTION).remote()).isSameAs(remote);
        assertThat(phases.journalSize()).isZero();
    }

    @Test
    void leaveAndJournal_afterReconnection_leavesTheNewPhaseToo() {
        phases.recover(remote, "there");
        phases.leave(remote, "gone");
        phases.recover(later, "back");
        phases.trust(later, "back");
        Phase away = phases.leaveAndJournal(EVICTION, "not confirmed");
        assertThat(away.mode()).isEqualTo(Mode.MEMORY);
        assertThat(away.remote()).isNull();
        assertThat(phases.journalSize()).isEqualTo(1);
    }

    @Test
    void leave_recovering_keepsTheJournal() {
        phases.unreachable("nobody there");
        phases.journalIfAway(EVICTION);
        phases.recover(remote, "back");
        Eviction taken = phases.takeJournal();
        phases.leave(remote, "gone");
        phases.addToJournal(taken);
        assertThat(phases.journalSize()).isEqualTo(1);
    }

    @Test
    void leaveAndJournal_keysTagsAndPatterns_areTakenAsTheyCame() {
        Eviction all = new Eviction(Set.of("k"), Set.of("t"), Set.of("p*"));
        phases.recover(remote, "there");
        phases.leaveAndJournal(all, "not confirmed");
        assertThat(phases.journalSize()).isEqualTo(3);
        assertThat(phases.takeJournal()).isEqualTo(all);
        phases.addToJournal(all);
        assertThat(phases.journalSize()).isEqualTo(3);
    }

    @Test
    void switchOff_redis_answersNothingAndStillJournals() {
        phases.recover(remote, "there");
        phases.switchOff("an operator");
        assertThat(phases.current().mode()).isEqualTo(Mode.OFF);
        assertThat(phases.journalIfAway(EVICTION).remote()).isNull();
        assertThat(phases.recover(later, "back")).isFalse();
        phases.switchOn("an operator");
        assertThat(phases.current().mode()).isEqualTo(Mode.INITIALIZING);
        assertThat(phases.journalSize()).isEqualTo(1);
    }

    @Test
    void firstConnectionThatHearsOfEvictionsFirst_hasNothingInMemoryMeanwhile() throws StoreException {
        phases.journalIfAway(EVICTION);
        assertThat(phases.recover(remote, "there")).isTrue();
        assertThat(phases.current().mode()).isEqualTo(Mode.RECOVERING);
        assertThat(phases.current().store().claim(K, budget())).isInstanceOf(Claim.Unstored.class);
        phases.leave(remote, "lost");
        assertThat(phases.current().mode()).isEqualTo(Mode.MEMORY);
        assertThat(phases.current().store().claim(K, budget())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void changes_areToldInOrderWithTheirDuration() {
        ticker.advance(Duration.ofSeconds(1));
        phases.unreachable("nobody there");
        ticker.advance(Duration.ofSeconds(3));
        phases.recover(remote, "back");
        phases.trust(remote, "back");
        assertThat(changes)
                .extracting(change -> change.now().mode())
                .containsExactly(Mode.MEMORY, Mode.RECOVERING, Mode.REDIS);
        assertThat(changes)
                .extracting(Phases.Change::lasted)
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ZERO);
    }

    private Budget budget() {
        return new Budget(ticker, Duration.ofSeconds(1));
    }
}
