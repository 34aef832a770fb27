package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
