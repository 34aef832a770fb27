package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More calls than the threads that ask the store can take. */
@Timeout(60)
final class BusyAskingThreadsTest {

    /** More than may be at work and in the queue together. */
    private static final int TOO_MANY = 10_100;

    @Test
    void moreCallsThanMayWait_runTheirBodiesAtOnceAndUncached() throws Exception {
        Calls calls = Calls.over(new CapturingStore());
        CountDownLatch goesOn = new CountDownLatch(1);
        for (int i = 0; i < TOO_MANY; i++) {
            calls.engine.laterThreads().ask(null, () -> awaitUninterruptibly(goesOn));
        }
        Thread caller = Thread.currentThread();
        CompletableFuture<Object> given = calls.later("shop:7", () -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            return CompletableFuture.completedFuture("uncached");
        });
        assertThat(given).isCompletedWithValue("uncached");
        assertThat(calls.counts().bypasses()).isEqualTo(1);

        goesOn.countDown();
        CompletableFuture<Object> later = new CompletableFuture<>();
        calls.engine.laterThreads().ask(null, () -> later.complete("all have gone on"));
        assertThat(later.get(20, TimeUnit.SECONDS)).isEqualTo("all have gone on");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
