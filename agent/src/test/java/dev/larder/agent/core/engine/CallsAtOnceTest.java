package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.wait.Budget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Calls of one key at the same time, one of which loads for the others. */
final class CallsAtOnceTest extends CountedBodies {

    @Test
    void h102_waiterOfALoad_getsItsOwnInstance() throws Exception {
        Calls calls = Calls.overMemory();
        CountDownLatch mayReturn = new CountDownLatch(1);
        List<String> result = new ArrayList<>(List.of("a"));
        Future<Object> leader = submit(calls, KEY, parked(mayReturn, result));
        Awaitility.await().until(() -> runs.get() == 1);
        Future<Object> waiter = submit(calls, KEY, returning("unexpected"));
        awaitWaiting(calls);
        mayReturn.countDown();
        lines(leader.get()).add("changed by the leader's caller");
        assertThat(lines(waiter.get())).containsExactly("a").isNotSameAs(result);
        assertThat(runs).hasValue(1);
    }

    @Test
    void coldKey_manyCallers_runTheBodyOnce() throws Exception {
        Calls calls = Calls.overMemory();
        CyclicBarrier start = new CyclicBarrier(50);
        CountDownLatch mayReturn = new CountDownLatch(1);
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(threads.submit(() -> {
                start.await();
                return calls.call(KEY, parked(mayReturn, "a"));
            }));
        }
        Awaitility.await().until(() -> runs.get() == 1);
        mayReturn.countDown();
        for (Future<Object> one : all) {
            assertThat(one.get()).isEqualTo("a");
        }
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().hits()).isEqualTo(49);
        assertThat(calls.engine.flights().size()).isZero();
    }

    @Test
    void h57_callerAfterAnEviction_doesNotGetTheOldLoadsValue() throws Throwable {
        Calls calls = Calls.overMemory();
        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<Object> old = submit(calls, KEY, parked(mayReturn, "old"));
        Awaitility.await().until(() -> runs.get() == 1);
        calls.store.evict(Eviction.ofKey(KEY), new Budget(Ticker.system(), Calls.BUDGET));
        assertThat(calls.call(KEY, returning("new"))).isEqualTo("new");
        mayReturn.countDown();
        assertThat(old.get()).isEqualTo("old");
        assertThat(calls.call(KEY, returning("unexpected"))).isEqualTo("new");
        assertThat(calls.counts().refusedStores()).isEqualTo(1);
    }

    @Test
    void h43_sharedLoadFails_eachCallerGetsItsOwnException() throws Exception {
        Calls calls = Calls.overMemory();
        CountDownLatch mayThrow = new CountDownLatch(1);
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(submit(calls, KEY, () -> {
                runs.incrementAndGet();
                mayThrow.await();
                throw new IOException("no database");
            }));
        }
        Awaitility.await().until(() -> runs.get() == 1 && calls.engine.flights().waiting() == 99);
        mayThrow.countDown();
        List<Throwable> thrown = new ArrayList<>();
        for (Future<Object> one : all) {
            Throwable cause = failureOf(one);
            assertThat(cause).isExactlyInstanceOf(IOException.class).hasNoSuppressedExceptions();
            thrown.add(cause);
        }
        assertThat(thrown).doesNotHaveDuplicates();
        assertThat(runs).hasValue(100);
        assertThat(calls.store.local().memoryEntries()).isZero();
        assertThat(calls.counts().loadFailures()).isEqualTo(100);
    }

    @Test
    void h46_interruptedWhileWaiting_runsTheBodyItself() throws Exception {
        Calls calls = Calls.overMemory();
        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<Object> leader = submit(calls, KEY, parked(mayReturn, "leader's"));
        Awaitility.await().until(() -> runs.get() == 1);
        FutureTask<Object> waiting = new FutureTask<>(() -> {
            Object own = calls.call(KEY, returning("own"));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return own;
        });
        Thread waiter = new Thread(waiting);
        waiter.start();
        awaitWaiting(calls);
        waiter.interrupt();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("own");
        mayReturn.countDown();
        assertThat(leader.get()).isEqualTo("leader's");
    }

    @Test
    void waiter_outOfPatience_runsTheBodyItself() throws Exception {
        Calls calls = Calls.overMemory(Calls.lease(Duration.ofMillis(50)), 60_000);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<Object> leader = submit(calls, KEY, parked(mayReturn, "late"));
        Awaitility.await().until(() -> runs.get() == 1);
        assertThat(submit(calls, KEY, returning("own")).get(10, TimeUnit.SECONDS))
                .isEqualTo("own");
        mayReturn.countDown();
        assertThat(leader.get()).isEqualTo("late");
    }

    @Test
    void lookUpUnanswered_whileAnotherCallerLoads_sharesItsLoad() throws Exception {
        SilentStore store = new SilentStore();
        Calls calls = Calls.over(store);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<Object> leader = submit(calls, KEY, parked(mayReturn, "a"));
        Awaitility.await().until(() -> runs.get() == 1);
        store.silent = true;
        Future<Object> late = submit(calls, KEY, returning("unexpected"));
        awaitWaiting(calls);
        mayReturn.countDown();
        assertThat(late.get()).isEqualTo("a");
        assertThat(leader.get()).isEqualTo("a");
        assertThat(runs).hasValue(1);
    }

    @Test
    void leaseHeldElsewhere_manySlowAnswers_waitsForTheOthersResult() throws Throwable {
        byte[] theirs = new LinesCodec().encode("a");
        Calls calls = Calls.over(new BusyStore(8, Calls.BUDGET.dividedBy(3), theirs));

        assertThat(calls.call(KEY, returning("b"))).isEqualTo("a");

        assertThat(runs).hasValue(0);
        assertThat(calls.counts().hits()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
    }

    @Test
    void storeFails_thoseWhoWaitedLoadOnceMoreTogether() throws Exception {
        FailingFirstStore store = new FailingFirstStore();
        Calls calls = Calls.over(store);
        CountDownLatch mayReturn = new CountDownLatch(1);
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(submit(calls, KEY, parked(mayReturn, "a")));
        }
        Awaitility.await().until(() -> runs.get() == 1 && calls.engine.flights().waiting() == 49);
        mayReturn.countDown();
        for (Future<Object> one : all) {
            assertThat(one.get()).isEqualTo("a");
        }
        assertThat(runs).hasValue(2);
        assertThat(calls.counts().calls()).isEqualTo(50);
        assertThat(calls.counts().errors()).isEqualTo(1);
    }

    private static Throwable failureOf(Future<Object> future) {
        try {
            return new AssertionError("returned " + future.get());
        } catch (Exception e) {
            return e.getCause();
        }
    }

    private static void awaitWaiting(Calls calls) {
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 1);
    }
}
