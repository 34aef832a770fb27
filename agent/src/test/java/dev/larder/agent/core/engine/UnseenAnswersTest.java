package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.engine.UnansweringStore.Step;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What they share when this process is too busy to see what the store has answered. */
final class UnseenAnswersTest extends CallersAtOnce {

    /** A process that is too busy to read answers is kept busy by whatever is loaded twice. */
    @Test
    void f18_h58_lookUpsAreUnseen_200CallersAtOnce_runTheBodyOnceAndStoreIt() throws Exception {
        store.unseen = Set.of(Step.LOOKUP);
        List<Future<Object>> all = callersAtOnce(200, () -> List.of("run " + runs.incrementAndGet()));
        assertThat(valuesOf(all)).containsOnly(List.of("run 1"));
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().stores()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
    }

    @Test
    void f18_h58_lookUpIsUnseen_entryIsFoundByTheClaim() throws Exception {
        assertThat(calls.call(KEY, () -> "stored")).isEqualTo("stored");
        store.unseen = Set.of(Step.LOOKUP);
        store.peeks = false;
        assertThat(calls.call(KEY, () -> "unexpected")).isEqualTo("stored");
    }

    /** None of them can look up again what the leader has found: all their time has gone by unseen. */
    @Test
    void f18_h58_lookUpsAreUnseen_200CallersShareTheEntryThatTheLeaderFinds() throws Exception {
        assertThat(calls.call(KEY, () -> List.of("stored"))).isEqualTo(List.of("stored"));
        store.unseen = Set.of(Step.LOOKUP);
        store.peeks = false;
        store.claimMayGo = new CountDownLatch(1);
        List<Future<Object>> all = callersAtOnce(200, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 199);
        store.claimMayGo.countDown();
        assertThat(valuesOf(all)).containsOnly(List.of("stored"));
        assertThat(runs).hasValue(0);
    }

    /** Whoever comes when the leader has asked already waits for the next leader, and gets what that one finds. */
    @Test
    void f18_h58_entryIsFoundBeforeTheCallBegan_nextLeaderSharesIt() throws Exception {
        assertThat(calls.call(KEY, () -> "stored")).isEqualTo("stored");
        store.unseen = Set.of(Step.LOOKUP);
        store.peeks = false;
        store.answeredClaimMayGo = new CountDownLatch(1);
        Future<Object> first = calls.submit(threads, KEY, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> store.answeredClaims.get() == 2);
        List<Future<Object>> late = callersAtOnce(50, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 50);
        store.answeredClaimMayGo.countDown();
        assertThat(within(first)).isEqualTo("stored");
        assertThat(valuesOf(late)).containsOnly("stored");
        assertThat(runs).hasValue(0);
    }

    /** Each hears of it at its own time: when the last one does, the body may be over that the first one ran. */
    @Test
    void f18_h58_unseenToTheLast_whoHearsOfItLateSharesTheBodyThatHasRun() throws Exception {
        store.unseen = Set.of(Step.LOOKUP, Step.CLAIM);
        CountDownLatch lateHears = new CountDownLatch(1);
        store.lateHears = lateHears;
        List<Future<Object>> both = callersAtOnce(2, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> both.get(0).isDone() || both.get(1).isDone());
        lateHears.countDown();
        assertThat(valuesOf(both)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    /** Neither is there a body that has run, when it looks for one, nor is one under way when it looks for that. */
    @Test
    void f18_bodyRunsBetweenTheTwoLooksOfACaller_isSharedAllTheSame() throws Exception {
        store.silent = Step.LOOKUP;
        CountDownLatch haveLooked = new CountDownLatch(2);
        CountDownLatch hasRun = new CountDownLatch(1);
        AtomicInteger turns = new AtomicInteger();
        calls.monitor = () -> {
            haveLooked.countDown();
            UnansweringStore.awaitOrFail(turns.incrementAndGet() == 1 ? haveLooked : hasRun);
            return null;
        };
        List<Future<Object>> both = callersAtOnce(2, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> both.get(0).isDone() || both.get(1).isDone());
        hasRun.countDown();
        assertThat(valuesOf(both)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** What others wait for, and what they find later, may take longer while nobody comes to read answers. */
    @Test
    void f18_h58_theIoThreadComesLate_leaderGetsItsLeaseAndStores() throws Exception {
        store.unreadMillis = 300;
        assertThat(calls.call(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(calls.counts().stores()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
    }

    /** Or the next callers would wait for a load that has ended. */
    @Test
    void f18_claimTookAllTimeUnreadAndTheStoreFails_leaseIsSentBackInTimeOfItsOwn() throws Exception {
        store.isClaimUnread = true;
        store.silent = Step.STORE;
        assertThat(calls.call(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(store.nanosToRelease).hasPositiveValue();
    }
}
