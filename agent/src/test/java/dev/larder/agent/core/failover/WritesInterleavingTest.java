package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Writers and direct writes while Redis comes and goes. */
final class WritesInterleavingTest extends StoreOverFakeRedis {

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

    /** Their caller evicts, once: the store would do the same a second time. */
    @Test
    void directWrites_redisFailsThem_failAndTheEvictionIsReplayed() throws StoreException { // 12
        startInMode(Mode.REDIS);
        reachable.set(false);
        remote.keys.addAll(List.of("k", "l"));
        remote.onWrite = once(StoreOverFakeRedis::fail);
        remote.onEvict = once(StoreOverFakeRedis::fail);
        Map<EntryId, StoredEntry.Encoded> entries =
                Map.of(new EntryId("k", "f"), entry(), new EntryId("l", "f"), entry());
        assertThatThrownBy(() -> store.putAll(entries, 60_000, budget())).isInstanceOf(StoreException.class);
        assertThat(store.journalSize()).isZero();
        store.evict(Eviction.ofKeys(Set.of("k", "l")), budget());
        assertThat(store.journalSize()).isEqualTo(2);
        comeBack();
        assertThat(remote.keys).isEmpty();
    }

    @Test
    void directWrites_redisFailsThemAndStillEvicts_staysInRedis() throws StoreException { // 12
        startInMode(Mode.REDIS);
        remote.keys.addAll(List.of("k", "l"));
        remote.onWrite = once(StoreOverFakeRedis::fail);
        assertThatThrownBy(() -> store.putIfAbsent(new EntryId("k", "f"), entry(), 60_000, budget()))
                .isInstanceOf(StoreException.class);
        store.evict(Eviction.ofKey("k"), budget());
        remote.onWrite = once(StoreOverFakeRedis::fail);
        assertThatThrownBy(() -> store.expire("l", 1_000, budget())).isInstanceOf(StoreException.class);
        store.evict(Eviction.ofKey("l"), budget());
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
        remote.onWrite = StoreOverFakeRedis::fail;
        assertThat(increment("n")).isEqualTo(2);
        store.switchOff("an operator");
        assertThat(increment("n")).isEqualTo(3);
        assertThat(store.expire("n", 60_000, budget())).isTrue();
        store.evict(Eviction.ofKey("n"), budget());
        assertThat(increment("n")).isEqualTo(1);
    }

    private long increment(String key) throws StoreException {
        return store.increment(key, 1, 60_000, budget());
    }
}
