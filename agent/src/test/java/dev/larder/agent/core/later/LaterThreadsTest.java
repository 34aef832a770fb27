package dev.larder.agent.core.later;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.AgentThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever threads are to be had, what is handed over is done. */
@Timeout(60)
final class LaterThreadsTest {

    private final List<Runnable> held = new ArrayList<>();

    @Test
    void runBody_moreThanMayRun_theNextIsTheApplications() throws Exception {
        LaterThreads threads = threads(held::add);
        CountDownLatch running = new CountDownLatch(LaterThreads.MOST_BODIES);
        CountDownLatch mayEnd = new CountDownLatch(1);
        for (int i = 0; i < LaterThreads.MOST_BODIES; i++) {
            threads.runBody(null, () -> {
                running.countDown();
                awaitUninterruptibly(mayEnd);
            });
        }
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(held).isEmpty();
        threads.runBody(null, () -> {});
        assertThat(held).hasSize(1);
        mayEnd.countDown();
    }

    @Test
    void runBody_hasTheContext_andIsTheAgents() throws Exception {
        ClassLoader callers = new ClassLoader(null) {};
        List<Object> seen = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        threads(held::add).runBody(callers, () -> {
            seen.add(Thread.currentThread().getContextClassLoader());
            seen.add(Thread.currentThread().isDaemon());
            seen.add(LaterThreads.areAgents());
            seen.add(LaterThreads.isAsking());
            over.countDown();
        });
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly(callers, true, true, false);
    }

    @Test
    void applicationsThreadsRefuse_theCallingOneDoesIt() {
        List<Thread> seen = new ArrayList<>();
        threads(refusing()).toApplication(null, () -> seen.add(Thread.currentThread()));
        assertThat(seen).containsExactly(Thread.currentThread());
    }

    @Test
    void after_withoutAThread_saysSo_andIsNeverRun() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            throw new OutOfMemoryError("no thread");
        });
        List<String> run = new ArrayList<>();
        LaterThreads threads = new LaterThreads(() -> held::add, clock);
        assertThatThrownBy(() -> threads.after(0, () -> run.add("late"))).isInstanceOf(OutOfMemoryError.class);
        clock.getQueue().forEach(Runnable::run);
        assertThat(run).isEmpty();
    }

    private static LaterThreads threads(Executor application) {
        return new LaterThreads(
                () -> application, new ScheduledThreadPoolExecutor(1, AgentThreads.named("test-clock")));
    }

    private static Executor refusing() {
        return task -> {
            throw new RejectedExecutionException("no more");
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
