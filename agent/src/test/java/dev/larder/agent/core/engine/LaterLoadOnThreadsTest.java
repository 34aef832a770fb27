package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are continued on other threads, where some of these are not to be had, or slow. */
@Timeout(60)
final class LaterLoadOnThreadsTest extends ProcessesInRedis implements LaterCallers {

    private static final int ASKING = 32;

    @Test
    void body_runsOnAThreadOfTheAgentForBodies() throws Exception {
        Object name = soon(process(LONG)
                .later(
                        KEY,
                        () -> CompletableFuture.completedFuture(
                                Thread.currentThread().getName())));
        assertThat((String) name).startsWith("larder-body-");
    }

    /** Otherwise its caller would wait for ever. */
    @Test
    void checkOfTheArgumentsThrowsBeforeTheBody_runsTheBodyAndStoresNothing() throws Exception {
        Calls calls = process(LONG);
        calls.keyed = key -> {
            throw new StackOverflowError("of the check");
        };
        assertThat(soon(calls.later(KEY, Work.of("a")))).isEqualTo("a");
        assertThat(calls.counts().errors()).isEqualTo(1);
        calls.keyed = key -> true;
        assertThat(soon(calls.later(KEY, Work.of("b")))).isEqualTo("b");
    }

    /** A pool that the application has filled with work of its own must not hold up those who wait for a thread to load. */
    @Test
    void f48_applicationsThreadsAreBusy_plainCallersOfTheKeyGetTheValue() throws Exception {
        List<Runnable> held = new CopyOnWriteArrayList<>();
        Calls calls = over(new LaterThreads(() -> held::add, new ScheduledThreadPoolExecutor(1)));
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> calls.engine.flights().size() == 1);
        Future<Object> plain = calls.submit(threads(), KEY, () -> "unexpected");
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 1);
        work.complete("a");
        assertThat(Calls.soon(plain)).isEqualTo("a");
        Awaitility.await().until(() -> held.size() == 1);
        held.forEach(Runnable::run);
        assertThat(given).isCompletedWithValue("a");
    }

    @Test
    void f48_unless_runsOnTheThreadThatCompletesTheStage() throws Exception {
        Calls calls = process(LONG);
        List<String> asked = new CopyOnWriteArrayList<>();
        calls.unless = () -> asked.add(Thread.currentThread().getName());
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> work.stage.getNumberOfDependents() > 0);
        Thread completing = new Thread(() -> work.complete("a"), "completing");
        completing.start();
        assertThat(soon(given)).isEqualTo("a");
        assertThat(asked).containsExactly("completing");
        assertThat(calls.counts().unfitResults()).isEqualTo(1);
    }

    /** Which it may not wait for another process in. It is not in that one: it had been made before. */
    @Test
    void f48_callerIsInAnotherLoadByTheTimeTheStoreIsAsked_waitsForTheOtherProcess() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        Calls other = process(LONG);
        Future<Object> leader = other.submit(threads(), KEY, () -> {
            mayLoad.await();
            return "of the other";
        });
        Awaitility.await().until(() -> other.engine.flights().size() == 1);

        Calls calls = process(LONG);
        CountDownLatch mayAsk = new CountDownLatch(1);
        for (int i = 0; i < ASKING; i++) {
            calls.engine.laterThreads().ask(null, () -> awaitUninterruptibly(mayAsk));
        }
        CompletableFuture<Object> given = calls.later(KEY, unexpected());
        calls.call("shop:8", () -> {
            mayAsk.countDown();
            Awaitility.await().until(() -> calls.engine.flights().size() == 2);
            return "b";
        });
        mayLoad.countDown();
        assertThat(soon(given)).isEqualTo("of the other");
        assertThat(Calls.soon(leader)).isEqualTo("of the other");
    }

    /** A burst of calls is no reason to load what is in Redis: a caller that waits for nothing can wait for its turn. */
    @Test
    void threadsThatAskAreBusyForLongerThanACallMayWait_hitIsFoundAllTheSame() throws Exception {
        Calls calls = Calls.within(Duration.ofMillis(500), connect(Calls.lease(LONG)), Calls.lease(LONG));
        process(LONG).call(KEY, () -> "stored");
        CompletableFuture<Object> given = behindBusyThreads(calls, Duration.ofMillis(600), unexpected());
        assertThat(soon(given)).isEqualTo("stored");
        assertThat(calls.counts().hits()).isEqualTo(1);
    }

    @Test
    void threadsThatAskAreBusyForTenTimesAsLong_runsTheBody() throws Exception {
        Calls calls = Calls.within(Duration.ofMillis(10), connect(Calls.lease(LONG)), Calls.lease(LONG));
        CompletableFuture<Object> given = behindBusyThreads(calls, Duration.ofMillis(101), Work.of("a"));
        assertThat(soon(given)).isEqualTo("a");
        assertThat(calls.counts().bypasses()).isEqualTo(1);
    }

    private static CompletableFuture<Object> behindBusyThreads(Calls calls, Duration atLeast, Callable<?> body)
            throws Exception {
        CountDownLatch mayAsk = new CountDownLatch(1);
        for (int i = 0; i < ASKING; i++) {
            calls.engine.laterThreads().ask(null, () -> awaitUninterruptibly(mayAsk));
        }
        CompletableFuture<Object> given = calls.later(KEY, body);
        long startNanos = System.nanoTime();
        Awaitility.await().until(() -> System.nanoTime() - startNanos > atLeast.toNanos());
        mayAsk.countDown();
        return given;
    }

    @Test
    void f48_noThreadForTheClock_noCallIsLost() throws Exception {
        Calls calls = over(new LaterThreads(this::threads, stopped()));
        Work work = new Work();
        CompletableFuture<Object> leading = calls.later(KEY, work);
        Awaitility.await().until(() -> work.stage.getNumberOfDependents() > 0);
        CompletableFuture<Object> next = calls.later(KEY, Work.of("b"));
        assertThat(soon(next)).isEqualTo("b");
        work.complete("a");
        assertThat(soon(leading)).isEqualTo("a");
        assertThat(calls.engine.flights().size()).isZero();
    }

    private static ScheduledThreadPoolExecutor stopped() {
        ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.AbortPolicy());
        stopped.shutdown();
        return stopped;
    }

    private Calls over(LaterThreads threads) throws StoreException {
        return Calls.unhurried(connect(Calls.lease(LONG)), Calls.lease(LONG), threads);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
