package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads that need each other, in one process and in two, which here are two engines over one store. */
@Timeout(120)
final class CircularLoadTest {

    private static final int ROUNDS = 10_000;

    /** So many rounds at once: most of a round is waiting. */
    private static final int LANES = 16;

    /** The longest that anything may take. */
    private static final long LIMIT_SECONDS = 5;

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void h40_sameKeyAgainOnTheSameThread_doesNotWaitForItself() throws Exception {
        manyTimes(() -> {
            Calls calls = Calls.over(Calls.memory(Calls.PATIENT), Calls.PATIENT);
            Future<Object> outer = calls.submit(threads, "a", () -> "outer " + calls.call("a", () -> "inner"));
            assertThat(Calls.soon(outer)).isEqualTo("outer inner");
        });
    }

    @Test
    void h40_twoLoadsThatNeedEachOther_bothFinish() throws Exception {
        manyTimes(() -> {
            Calls calls = Calls.over(Calls.memory(Calls.PATIENT), Calls.PATIENT);
            CyclicBarrier bothLoading = new CyclicBarrier(2);
            Future<Object> a = calls.submit(threads, "a", needing(calls, "b", bothLoading));
            Future<Object> b = calls.submit(threads, "b", needing(calls, "a", bothLoading));
            assertThat(List.of(Calls.soon(a), Calls.soon(b))).containsExactly("with b", "with a");
        });
    }

    /** Loads {@code key} on its way; whatever that gives, in whichever circle, what it returns is the same. */
    private static Callable<Object> needing(Calls calls, String key, CyclicBarrier start) {
        return () -> {
            start.await();
            assertThat(calls.call(key, () -> "alone")).isIn("alone", "with a", "with b");
            return "with " + key;
        };
    }

    @Test
    void h40_recursiveLoadsInTwoProcesses_allFinish() throws Exception {
        manyTimes(() -> {
            CacheStore shared = Calls.memory(Calls.PATIENT);
            Calls p = Calls.over(shared, Calls.PATIENT);
            Calls q = Calls.over(shared, Calls.PATIENT);
            List<Future<Object>> all = new ArrayList<>();
            for (int n : new int[] {12, 11}) {
                all.add(threads.submit(() -> fib(p, n)));
                all.add(threads.submit(() -> fib(q, n)));
            }
            List<Object> values = new ArrayList<>();
            for (Future<Object> one : all) {
                values.add(Calls.soon(one));
            }
            assertThat(values).containsExactly("144", "144", "89", "89");
        });
    }

    private static Object fib(Calls calls, int n) throws Exception {
        return calls.call(
                "fib:" + n, () -> Long.toString(n < 2 ? n : number(fib(calls, n - 1)) + number(fib(calls, n - 2))));
    }

    private static long number(Object text) {
        return Long.parseLong((String) text);
    }

    /** The circle: P's first thread → P's second → Q's lease on b → Q's first → Q's second → P's lease on a. */
    @Test
    void h40_circleThroughTwoProcesses_nestedCallComesLast_allFinish() throws Exception {
        manyTimes(() -> {
            Circle circle = new Circle();
            circle.p.mayClaim.countDown();
            circle.q.mayClaim.countDown();
            circle.startOuter();
            circle.startWaiting();
            pass(circle.p.refused);
            pass(circle.q.refused);
            circle.mayNest.countDown();
            circle.finish();
        });
    }

    @Test
    void h40_circleThroughTwoProcesses_leaderWaitsElsewhereLast_allFinish() throws Exception {
        manyTimes(() -> {
            Circle circle = new Circle();
            circle.startOuter();
            circle.startWaiting();
            pass(circle.p.asked);
            pass(circle.q.asked);
            circle.mayNest.countDown();
            awaitWaiting(circle.p.calls);
            awaitWaiting(circle.q.calls);
            circle.p.mayClaim.countDown();
            circle.q.mayClaim.countDown();
            circle.finish();
        });
    }

    @Test
    void h40_circleThroughTwoProcesses_inAnyOrder_allFinish() throws Exception {
        manyTimes(() -> {
            Circle circle = new Circle();
            circle.p.mayClaim.countDown();
            circle.q.mayClaim.countDown();
            circle.mayNest.countDown();
            circle.submitOuter();
            circle.startWaiting();
            circle.finish();
        });
    }

    private void manyTimes(Round round) throws Exception {
        List<Future<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            lanes.add(threads.submit(() -> {
                for (int i = 0; i < ROUNDS / LANES; i++) {
                    round.run();
                }
                return null;
            }));
        }
        for (Future<Void> lane : lanes) {
            lane.get();
        }
    }

    private static void pass(CountDownLatch latch) throws Exception {
        if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("A step of the interleaving never came");
        }
    }

    private static void awaitWaiting(Calls calls) throws TimeoutException {
        for (int i = 0; calls.engine.flights().waiting() == 0; i++) {
            if (i > 20_000) {
                throw new TimeoutException("Nobody waits for a load of this process");
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
    }

    @FunctionalInterface
    private interface Round {
        void run() throws Exception;
    }

    /** One circle of two processes, each loading what the other one needs. */
    private final class Circle {

        private final CacheStore shared = Calls.memory(Calls.PATIENT);
        private final Process p = new Process(shared, "b");
        private final Process q = new Process(shared, "a");
        private final CountDownLatch bothLoading = new CountDownLatch(2);
        private final CountDownLatch mayNest = new CountDownLatch(1);
        private final List<Future<Object>> all = new ArrayList<>();

        void startOuter() throws Exception {
            submitOuter();
            pass(bothLoading);
        }

        /** P loads a and needs b, Q loads b and needs a. */
        void submitOuter() {
            all.add(p.calls.submit(threads, "a", () -> nesting(p.calls, "b", "a")));
            all.add(q.calls.submit(threads, "b", () -> nesting(q.calls, "a", "b")));
        }

        private Object nesting(Calls calls, String inner, String result) throws Exception {
            bothLoading.countDown();
            pass(mayNest);
            assertThat(calls.call(inner, () -> inner)).isEqualTo(inner);
            return result;
        }

        /** A second thread of each needs what the other process loads. */
        void startWaiting() {
            all.add(p.calls.submit(threads, "b", () -> "b"));
            all.add(q.calls.submit(threads, "a", () -> "a"));
        }

        void finish() throws Exception {
            List<Object> values = new ArrayList<>();
            for (Future<Object> one : all) {
                values.add(Calls.soon(one));
            }
            assertThat(values).containsExactly("a", "b", "b", "a");
        }
    }

    /** A process, which stops before it asks for the lease of one key. */
    private static final class Process extends ForwardingStore {

        private final Calls calls;
        private final String watched;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayClaim = new CountDownLatch(1);
        private final CountDownLatch refused = new CountDownLatch(1);

        Process(CacheStore shared, String watched) {
            super(shared);
            this.watched = watched;
            this.calls = Calls.over(this, Calls.PATIENT);
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            if (!id.key().equals(watched)) {
                return super.claim(id, budget);
            }
            asked.countDown();
            awaitPermission();
            Claim claim = super.claim(id, budget);
            if (claim instanceof Claim.Held) {
                refused.countDown();
            }
            return claim;
        }

        private void awaitPermission() throws StoreException {
            try {
                pass(mayClaim);
            } catch (Exception e) {
                throw new StoreException("The test did not go on", e);
            }
        }
    }
}
