package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What threads that can be parked see; for others there is {@code DeepVirtualIT}. */
@Timeout(30)
final class LatchTest {

    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final Latch latch = new Latch();

    @Test
    void await_openedWhileManyWait_wakesAll() throws Exception {
        List<FutureTask<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(waitElsewhere());
        }
        latch.open();
        for (FutureTask<Boolean> each : waiting) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void await_wokenForAnotherReason_waitsOn() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> latch.await(LONG));
        Thread thread = start(waiting);
        for (int i = 0; i < 100; i++) {
            LockSupport.unpark(thread);
            awaitParked(thread);
        }
        assertThat(waiting.isDone()).isFalse();
        latch.open();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_notOpened_returnsWhenTheTimeIsOver() throws Exception {
        long start = System.nanoTime();
        assertThat(latch.await(TimeUnit.MILLISECONDS.toNanos(30))).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
        assertThat(latch.await(0)).isFalse();
    }

    @Test
    void await_interrupted_throwsAndClearsTheInterrupt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> latch.await(LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void await_interruptedAndOpen_returnsAndKeepsTheInterrupt() throws Exception {
        latch.open();
        Thread.currentThread().interrupt();
        assertThat(latch.await(0)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    private FutureTask<Boolean> waitElsewhere() {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> latch.await(LONG));
        awaitParked(start(waiting));
        return waiting;
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "waits for a latch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void awaitParked(Thread thread) {
        Awaitility.await().until(() -> LockSupport.getBlocker(thread) == latch);
    }
}
