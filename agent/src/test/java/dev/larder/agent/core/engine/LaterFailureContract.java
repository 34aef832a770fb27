package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of stages that fail, are cancelled, or never end, and of what callers do with theirs; whatever the store. */
@Timeout(60)
interface LaterFailureContract extends LaterCallers {

    @Test
    default void h118_failsOnAnotherThread_nothingIsStoredAndNobodyElseSeesIt() throws Exception {
        Calls calls = process(LONG);
        IllegalStateException failure = new IllegalStateException("the only one");
        Work failing = new Work();
        CompletableFuture<Object> first = calls.later(KEY, failing);
        Awaitility.await().until(() -> failing.runs.get() == 1);
        Work others = new Work();
        CompletableFuture<Object> waiting = calls.later(KEY, others);
        threads().submit(() -> failing.stage.completeExceptionally(failure));
        assertThat(failureOf(first)).isSameAs(failure);
        others.complete("a");
        assertThat(soon(waiting)).isEqualTo("a");
        assertThat(failing.runs).hasValue(1);
        assertThat(others.runs).hasValue(1);

        CompletableFuture<Object> late = calls.later("shop:late", new Work(CompletableFuture.failedFuture(failure)));
        assertThat(failureOf(late)).isSameAs(failure);
        assertThat(soon(calls.later("shop:late", Work.of("a")))).isEqualTo("a");
        assertThat(calls.counts().loadFailures()).isEqualTo(2);
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** As dependents of the body's own future would see it. */
    @Test
    default void failureOfADependentStage_hasNoMoreAroundIt() throws Exception {
        Calls calls = process(LONG);
        IllegalStateException failure = new IllegalStateException("in a step");
        CompletableFuture<Object> given = calls.later(
                KEY,
                () -> CompletableFuture.supplyAsync(() -> {
                    throw failure;
                }));
        assertThatThrownBy(() -> given.get(10, TimeUnit.SECONDS)).hasCause(failure);
        assertThat(given.handle((value, thrown) -> thrown).get())
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
    }

    @Test
    default void h118_cancelledWork_storesNothing() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> work.runs.get() == 1);
        work.stage.cancel(true);
        assertThatThrownBy(() -> given.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(given).isCancelled();
        assertThat(soon(calls.later(KEY, Work.of("a")))).isEqualTo("a");
    }

    /** As on a thread that completes the stage deep in its stack. */
    @Test
    @Expects(Message.CALL_FAULT)
    default void f49_endOfTheLoadThrows_nobodyWaitsForItOrForItsLease() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> work.stage.getNumberOfDependents() > 0);
        CompletableFuture<Object> waiting = calls.later(KEY, Work.of("b"));
        AtomicBoolean isOver = new AtomicBoolean();
        calls.keyed = key -> {
            if (!isOver.getAndSet(true)) {
                throw new StackOverflowError("of the thread that completes the stage");
            }
            return true;
        };
        work.complete("a");
        assertThat(soon(given)).isEqualTo("a");
        assertThat(soon(waiting)).isEqualTo("b");
        assertThat(soon(calls.later(KEY, Work.of("c")))).isEqualTo("b");
        assertThat(calls.engine.flights().size()).isZero();
        assertThat(calls.counts().errors()).isEqualTo(1);
    }

    @Test
    default void h120_oneOfThreeCallersCancels_theOthersGetTheValueAndItIsStored() throws Exception {
        for (int cancelling = 0; cancelling < 3; cancelling++) {
            Calls calls = process(LONG);
            String key = "shop:" + cancelling;
            Work work = new Work();
            List<CompletableFuture<Object>> given = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                given.add(calls.later(key, work));
            }
            Awaitility.await().until(() -> work.runs.get() == 1);
            CompletableFuture<Object> cancelled = given.remove(cancelling);
            assertThat(cancelled.cancel(true)).isTrue();
            assertThat(work.stage).isNotCancelled();
            work.complete("a");
            assertThat(soon(given.get(0))).isEqualTo("a");
            assertThat(soon(given.get(1))).isEqualTo("a");
            assertThat(cancelled).isCancelled();
            assertThat(work.runs).hasValue(1);
            assertThat(soon(calls.later(key, unexpected()))).isEqualTo("a");
        }
    }

    @Test
    default void h120_callerCompletesHisFuture_othersGetWhatWasLoaded() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> first = calls.later(KEY, work);
        CompletableFuture<Object> second = calls.later(KEY, work);
        first.complete("made up");
        assertThat(second.orTimeout(1, TimeUnit.NANOSECONDS)).failsWithin(Duration.ofSeconds(10));
        Awaitility.await().until(() -> work.runs.get() == 1);
        work.complete("a");
        Awaitility.await().until(() -> calls.counts().stores() == 1);
        assertThat(first.join()).isEqualTo("made up");
        assertThat(soon(calls.later(KEY, unexpected()))).isEqualTo("a");
    }

    @Test
    default void f48_stageThatNeverCompletes_keepsNoCallerThatHasGoneOnAlive() throws Exception {
        Calls calls = process(SHORT);
        Work never = new Work();
        CompletableFuture<Object> stuck = calls.later(KEY, never);
        Awaitility.await().until(() -> never.runs.get() == 1);
        WeakReference<Work> other = waitInVain(calls);
        Awaitility.await().until(() -> {
            System.gc();
            return other.refersTo(null);
        });
        assertThat(stuck).isNotDone();
        assertThat(never.complete("late")).isTrue();
    }

    private WeakReference<Work> waitInVain(Calls calls) throws Exception {
        Work other = Work.of("a");
        assertThat(soon(calls.later(KEY, other))).isEqualTo("a");
        return new WeakReference<>(other);
    }

    @Test
    default void stageThatNeverCompletes_othersLoadAfterItsLease_andNothingWaitsForIt() throws Exception {
        Calls calls = process(SHORT);
        Work never = new Work();
        CompletableFuture<Object> stuck = calls.later(KEY, never);
        Awaitility.await().until(() -> never.runs.get() == 1);
        CompletableFuture<Object> waiting = calls.later(KEY, Work.of("a"));
        assertThat(soon(waiting)).isEqualTo("a");
        Awaitility.await().until(() -> calls.engine.flights().size() == 0);
        assertThat(stuck).isNotDone();
        never.complete("late");
        assertThat(soon(stuck)).isEqualTo("late");
    }
}
