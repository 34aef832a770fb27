package dev.larder.agent.core.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.fixtures.Alone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Alone
@Timeout(30)
final class WaitingTest {

    @Test
    void await_onAWorkerOfAPool_runsNoneOfThePoolsOtherTasks() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            assertThat(pool.submit(() -> otherTaskRunsWhile(pool)).get(20, TimeUnit.SECONDS))
                    .isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean otherTaskRunsWhile(ForkJoinPool pool) {
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Void> queuedBehindUs = CompletableFuture.runAsync(() -> ran.set(true), pool);
        assertThatThrownBy(() -> Waiting.await(new NeverDone(pool), budget(Duration.ofMillis(20))))
                .isInstanceOf(TimeoutException.class);
        assertThat(queuedBehindUs.isDone()).isEqualTo(ran.get());
        return ran.get();
    }

    @Test
    void await_interrupted_waitsForTheOutcomeAndStaysInterrupted() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        future.completeOnTimeout("done", 50, TimeUnit.MILLISECONDS);
        Thread.currentThread().interrupt();
        String outcome = Waiting.await(future, budget(Duration.ofSeconds(10)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo("done");
    }

    @Test
    void await_nothingLeftButDone_hasTheOutcome() throws Exception {
        assertThat(Waiting.await(CompletableFuture.completedFuture("done"), budget(Duration.ZERO)))
                .isEqualTo("done");
    }

    @Test
    void f34_timeIsOverAndTheAnswerHasArrived_isUsed() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Waiting.Arrivals unread = () -> CompletableFuture.runAsync(() -> answer.complete("read at last"));
        assertThat(Waiting.await(answer, budget(Duration.ofMillis(30)), unread)).isEqualTo("read at last");
    }

    @Test
    void f34_timeIsOverAndNothingHasArrived_isOver() {
        AtomicInteger reads = new AtomicInteger();
        Waiting.Arrivals nothing = () -> {
            reads.incrementAndGet();
            return CompletableFuture.completedFuture(true);
        };
        Budget budget = budget(Duration.ofMillis(500));
        assertThatThrownBy(() -> Waiting.await(new CompletableFuture<String>(), budget, nothing))
                .isInstanceOf(TimeoutException.class)
                .isNotInstanceOf(UnseenException.class);
        assertThat(reads).hasPositiveValue();
        assertThat(budget.startWaiting()).isNotPositive();
    }

    /** What was not written for so long has not been answered either, and that is not the other end's doing. */
    @Test
    void f34_theIoThreadWasLateItself_theCommandGetsTimeForOneRoundTripMore() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        AtomicInteger reads = new AtomicInteger();
        Waiting.Arrivals late = () -> {
            if (reads.incrementAndGet() > 2) { // one for what was sent to be written, one when the time is over
                answer.complete("written and answered by now");
                return CompletableFuture.completedFuture(true);
            }
            return new CompletableFuture<Boolean>().completeOnTimeout(true, 80, TimeUnit.MILLISECONDS);
        };
        assertThat(Waiting.await(answer, budget(Duration.ofSeconds(1)), late)).isEqualTo("written and answered by now");
    }

    @Test
    void f34_theIoThreadNeverRuns_noCallerIsHeldForMoreThanTheBudgetAgain() {
        long start = System.nanoTime();
        Budget budget = budget(Duration.ofMillis(200));
        Waiting.Arrivals never = CompletableFuture::new;
        for (int wait = 0; wait < 3; wait++) {
            assertThatThrownBy(() -> Waiting.await(new CompletableFuture<String>(), budget, never))
                    .isInstanceOf(UnseenException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(1_500));
    }

    /** Before that nobody waited for the other end, however prompt the I/O thread is from then on. */
    @Test
    void f18_theIoThreadWasLateToWriteWhatWasSent_timeBeginsThen() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        AtomicInteger reads = new AtomicInteger();
        Waiting.Arrivals lateAtFirst = () -> reads.incrementAndGet() > 1
                ? CompletableFuture.completedFuture(true)
                : new CompletableFuture<Boolean>()
                        .completeOnTimeout(true, 500, TimeUnit.MILLISECONDS)
                        .thenApply(written ->
                                answer.completeOnTimeout("a round trip later", 50, TimeUnit.MILLISECONDS) != null);
        Budget budget = budget(Duration.ofMillis(400)).withGrace(Duration.ofSeconds(10));
        assertThat(Waiting.await(answer, budget, lateAtFirst)).isEqualTo("a round trip later");
    }

    /** Not all outcomes come from the I/O thread. */
    @Test
    void f46_outcomeComesWhileTheIoThreadIsLate_isNotWaitedForAnyLonger() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Waiting.Arrivals never = () -> {
            answer.completeOnTimeout("from elsewhere", 100, TimeUnit.MILLISECONDS);
            return new CompletableFuture<Boolean>();
        };
        long start = System.nanoTime();
        assertThat(Waiting.await(answer, budget(Duration.ofSeconds(20)), never)).isEqualTo("from elsewhere");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    /** An I/O thread that is late every time may have left unread what is there, however often it has looked. */
    @Test
    void f34_theIoThreadIsLateToTheLast_nobodyHasSeenThatTheOtherEndIsSilent() {
        Waiting.Arrivals late =
                () -> new CompletableFuture<Boolean>().completeOnTimeout(true, 60, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> Waiting.await(new CompletableFuture<String>(), budget(Duration.ofMillis(200)), late))
                .isInstanceOf(UnseenException.class);
    }

    @Test
    void f18_theIoThreadWasLate_theTimeIsGivenBackForWhatIsSentNext() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Waiting.Arrivals late = () -> new CompletableFuture<Boolean>()
                .completeOnTimeout(true, 60, TimeUnit.MILLISECONDS)
                .thenApply(read -> answer.complete("read at last"));
        Budget budget = budget(Duration.ofMillis(200)).withGrace(Duration.ofSeconds(20));
        assertThat(Waiting.await(answer, budget, late)).isEqualTo("read at last");
        assertThat(Duration.ofNanos(budget.startWaiting())).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void f18_longerGrace_givesBackTheTimeInWhichNobodyRead() {
        Budget budget = budget(Duration.ofMillis(200));
        assertThatThrownBy(() -> Waiting.await(new CompletableFuture<String>(), budget, CompletableFuture::new))
                .isInstanceOf(UnseenException.class);
        assertThat(budget.startWaiting()).isNotPositive();
        budget.withGrace(Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(budget.startWaiting())).isGreaterThan(Duration.ofMillis(150));
        assertThat(Duration.ofNanos(budget.graceNanos())).isLessThan(Duration.ofMillis(850));
    }

    /** All that it is for is time in which nobody read. */
    @Test
    void f18_longerGrace_isNotWaitedForWhereTheOtherEndIsSilent() {
        long start = System.nanoTime();
        Budget budget = budget(Duration.ofMillis(100)).withGrace(Duration.ofSeconds(20));
        Waiting.Arrivals nothing = () -> CompletableFuture.completedFuture(true);
        assertThatThrownBy(() -> Waiting.await(new CompletableFuture<String>(), budget, nothing))
                .isNotInstanceOf(UnseenException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static Budget budget(Duration limit) {
        return new Budget(Ticker.system(), limit);
    }

    /** As the common pool is to ordinary futures wherever it has more than one thread. */
    private static final class NeverDone extends CompletableFuture<String> {

        private final Executor pool;

        NeverDone(Executor pool) {
            this.pool = pool;
        }

        @Override
        public Executor defaultExecutor() {
            return pool;
        }
    }
}
