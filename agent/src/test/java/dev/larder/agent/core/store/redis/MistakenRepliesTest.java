package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.ReplyProxy.Fault;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy gives one command the answer of another: nothing is taken for done, and the shift is found. */
final class MistakenRepliesTest extends MixedUpProxy {

    private interface Action {
        void run() throws StoreException;
    }

    @ParameterizedTest
    @EnumSource
    void h116_claim_grantsNothingAndFindsNothingOfOthers(Other other) {
        isRefused("EVALSHA", other, () -> store.claim(new EntryId("new", "f1"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_store_isNotTakenForDone(Other other) throws StoreException {
        Lease lease = granted(new EntryId("new", "f1"));
        isRefused("EVALSHA", other, () -> lease.store(CacheStoreContract.entry("new"), TTL_MILLIS, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_eviction_isNotTakenForConfirmed(Other other) {
        isRefused("UNLINK", other, () -> store.evict(Eviction.ofKey("one"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_evictionOfATag_isNotTakenForConfirmed(Other other) {
        isRefused("UNLINK", other, () -> store.evict(Eviction.ofTag("t"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_scanOfAPattern_isNotTakenForComplete(Other other) {
        isRefused("SCAN", other, () -> store.evict(Eviction.ofPattern("o*"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_counter_doesNotBecomeAnother(Other other) {
        isRefused("EVALSHA", other, () -> store.increment("counter", 1, TTL_MILLIS, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_puts_areNotTakenForDone(Other other) {
        isRefused(
                "EVALSHA",
                other,
                () -> store.putAll(Map.of(ONE, CacheStoreContract.entry("put")), TTL_MILLIS, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_standingOfALease_isNotAnothersField(Other other) throws StoreException {
        Lease lease = granted(new EntryId("new", "f1"));
        isRefused("HGET", other, () -> lease.stands(budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_markOfAWriter_isNotAnothersText(Other other) throws StoreException {
        WriteMark mark = store.mark(budget());
        isRefused("GET", other, () -> store.takeOver(ONE, mark, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_heartbeat_findsTheShift(Other other) {
        isRefused("TIME", other, () -> store.check(budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_shiftBehindAPing_isFoundByTheNextHeartbeat(Other other) {
        proxy.once("PING", other.fault);
        assertThatThrownBy(() -> {
                    store.check(shortBudget());
                    store.check(shortBudget());
                    store.check(shortBudget());
                })
                .isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @EnumSource
    void h116_whatIsToldOfTheData_isNotAnothers(Other other) {
        isRefused("INFO", other, () -> store.lineage(budget()));
    }

    /** It would serve what is over for as long as that clock is behind. */
    @Test
    void h116_tryingOut_setsNoClockByAnothersTime() {
        proxy.once("TIME", Fault.insert("*2\r\n$10\r\n1000000000\r\n$1\r\n0\r\n"));
        assertThatThrownBy(() -> connector.connect(new RecordingListener()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("belonged to another command");
        assertThat(proxy.isDone()).isTrue();
    }

    /** It would be logged as the name of an application. */
    @Test
    void h116_nameOfTheNamespacesUser_isNotAnothersText() throws StoreException {
        proxy.once(
                words -> words.get(0).equals("GET") && words.get(1).equals("shop# application"),
                1,
                Fault.insert("$6\r\nsecret\r\n"));
        RedisConnector used = connector.usedBy("orders");
        try {
            used.connect(listener);
            await().untilAsserted(this::assertLost);
            assertThat(proxy.isDone()).isTrue();
        } finally {
            used.close();
        }
    }

    /** A lost answer that nothing comes behind is a time-out, which the next answer would be taken for. */
    private void isRefused(String command, Other other, Action action) {
        Predicate<List<String>> meant = words -> words.get(0).equals(command);
        proxy.once(meant, 1, other.fault);
        assertThatThrownBy(action::run).isInstanceOf(StoreException.class);
        assertThat(proxy.isDone()).isTrue();
        if (other == Other.LOST) {
            assertThatThrownBy(() -> {
                        store.check(shortBudget());
                        store.check(shortBudget());
                    })
                    .isInstanceOf(StoreException.class);
        } else {
            assertLost();
        }
    }
}
