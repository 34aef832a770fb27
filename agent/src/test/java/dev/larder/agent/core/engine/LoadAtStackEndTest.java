package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RoomWatch;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No flight outlives its leader, wherever in a call the leader's stack ends. */
@Timeout(300)
@Silent
final class LoadAtStackEndTest {

    private static final int OVERFLOWS = 300;
    private static final int DIVES = 20;
    private static final int ENOUGH = 10;

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Each overflow strikes at another depth, and never at a step of ours: those begin with room for all of them. */
    @Test
    void f4_h47_recursionOverflowsInCachedCalls_nobodyWaitsAndNothingStaysBehind() throws Exception {
        RoomWatch store = new RoomWatch(Calls.memory(Calls.PATIENT));
        Calls calls = Calls.over(store, Calls.PATIENT);
        AtomicBoolean isOver = new AtomicBoolean();
        List<Future<Long>> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(threads.submit(() -> longestCall(calls, isOver)));
        }
        Future<Integer> overflows = onSmallStack(() -> {
            int count = 0;
            for (int i = 0; i < OVERFLOWS; i++) {
                count += overflow(calls, i) ? 1 : 0;
            }
            return count;
        });
        assertThat(overflows.get(240, TimeUnit.SECONDS)).isEqualTo(OVERFLOWS);
        isOver.set(true);
        assertThat(store.wasCramped).isFalse();
        for (Future<Long> each : others) {
            assertThat(Duration.ofNanos(each.get(10, TimeUnit.SECONDS))).isLessThan(Duration.ofSeconds(5));
        }
        for (int key = 0; key < 50; key++) {
            assertThat(Calls.soon(calls.submit(threads, "key:" + key, () -> "at once")))
                    .isIn("at once", "other");
        }
        assertThat(calls.engine.flights().size()).isZero();
        assertThat(calls.engine.flights().waiting()).isZero();
    }

    /**
     * While the stack unwinds after an overflow, each frame makes a call of another key, with a little more room than the
     * one before: so the stack ends at each of our steps, from the first to the last.
     */
    @Test
    void f4_h47_stackEndsAtEachStepOfACall_nobodyWaitsForAnyOfThem() throws Exception {
        RoomWatch store = new RoomWatch(Calls.memory(Calls.PATIENT));
        Calls calls = Calls.over(store, Calls.PATIENT);
        CountDownLatch checked = new CountDownLatch(1);
        CompletableFuture<Integer> tried = new CompletableFuture<>();
        Future<Integer> diver = onSmallStack(() -> {
            Dive dive = new Dive(calls);
            try {
                dive.warmUp();
                for (int round = 0; round < DIVES; round++) {
                    dive.from(round, 0, 0);
                }
                tried.complete(dive.tried);
            } catch (Throwable e) {
                tried.completeExceptionally(e);
            }
            checked.await(); // as one does that goes on: a thread that is gone leads nothing
            return dive.overflows;
        });
        int keys = tried.get(60, TimeUnit.SECONDS);
        for (int key = 0; key < keys; key++) {
            assertThat(Calls.soon(calls.submit(threads, "step:" + key, () -> "own")))
                    .isIn("own", "the diver's");
        }
        checked.countDown();
        assertThat(diver.get(10, TimeUnit.SECONDS)).isGreaterThan(10 * DIVES);
        assertThat(store.wasCramped).isFalse();
        assertThat(calls.engine.flights().size()).isZero();
    }

    private static final class Dive {

        /** Made before, as it would take stack. */
        private static final Callable<Object> BODY = () -> "the diver's";

        private final String[] keys =
                IntStream.range(0, 100_000).mapToObj(i -> "step:" + i).toArray(String[]::new);

        private final Calls calls;
        private int tried;
        private int overflows;

        /** Calls in a row that the stack was enough for, since the last overflow. */
        private int inARow;

        Dive(Calls calls) {
            this.calls = calls;
        }

        /** What is to be initialized is initialized with enough stack. */
        void warmUp() throws Exception {
            calls.call("warm", BODY);
            calls.call("warm", BODY);
            assertThatThrownBy(() -> calls.call("cold", () -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
        }

        /** Some frames of another size first, so that the others come to lie elsewhere each time. */
        long from(int round, long one, long other) {
            if (round == 0) {
                down();
                return one + other;
            }
            return from(round - 1, one + 1, other + round);
        }

        private void down() {
            try {
                down();
            } catch (VirtualMachineError theEnd) {
                inARow = 0;
            }
            if (inARow < ENOUGH) {
                call();
            }
        }

        private void call() {
            tried++;
            try {
                calls.call(keys[tried - 1], BODY);
                inARow++;
            } catch (VirtualMachineError expected) { // what links a call site wraps an overflow in another one
                overflows++;
                inARow = 0;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Some plain frames first, so that the cached ones come to lie elsewhere each time. */
    private static boolean overflow(Calls calls, int round) {
        try {
            shift(calls, round, round % 37);
            return false;
        } catch (StackOverflowError expected) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Object shift(Calls calls, int round, int frames) throws Exception {
        return frames == 0 ? descend(calls, round, 0) : shift(calls, round, frames - 1);
    }

    /** Goes on until there is no stack left, whether the call is cached, shared or loads. */
    private static Object descend(Calls calls, int round, int depth) throws Exception {
        Object found = calls.call("key:" + (round * 7 + depth) % 50, () -> descend(calls, round, depth + 1));
        assertThat(found).isEqualTo("other");
        return descend(calls, round, depth + 1);
    }

    /** How long the longest took, of one call after the other of the keys that are loaded when the stack overflows. */
    private static long longestCall(Calls calls, AtomicBoolean isOver) throws Exception {
        long longest = 0;
        for (int i = 0; !isOver.get(); i++) {
            long startNanos = System.nanoTime();
            String key = "key:" + i % 50;
            assertThat(calls.call(key, () -> "other")).isEqualTo("other");
            longest = Math.max(longest, System.nanoTime() - startNanos);
            if (i % 3 == 0) {
                calls.store.evict(Eviction.ofKey(key), new Budget(Ticker.system(), Calls.BUDGET));
            }
        }
        return longest;
    }

    private static <T> Future<T> onSmallStack(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, "small stack", 512 * 1024).start();
        return task;
    }
}
