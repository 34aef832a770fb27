package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.LoadingThread.Nesting;
import dev.larder.agent.core.engine.SharedLoadContract.Parked;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No flight outlives its leader, whatever the leader meets with. */
@Timeout(300)
@Silent
final class AbandonedLoadTest {

    private static final int OVERFLOWS = 300;
    private static final int DIVES = 20;
    private static final int ENOUGH = 10;

    /** So long that no wait ends by itself within a test. */
    private static final LoadConfig PATIENT = Calls.lease(Duration.ofMinutes(10));

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Each overflow strikes at another depth, and never at a step of ours: those begin with room for all of them. */
    @Test
    void f4_h47_recursionOverflowsInCachedCalls_nobodyWaitsAndNothingStaysBehind() throws Exception {
        RoomWatch store = new RoomWatch(Calls.memory(PATIENT));
        Calls calls = Calls.over(store, PATIENT);
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
            assertThat(within(calls.submit(threads, "key:" + key, () -> "at once")))
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
        RoomWatch store = new RoomWatch(Calls.memory(PATIENT));
        Calls calls = Calls.over(store, PATIENT);
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
            assertThat(within(calls.submit(threads, "step:" + key, () -> "own")))
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

    /** What a leader can meet with, at which of the steps that end its load. */
    static Stream<Arguments> errorsAtTheEnd() {
        List<Supplier<Error>> errors = List.of(StackOverflowError::new, OutOfMemoryError::new, ThreadDeathLike::new);
        return Stream.of("store", "store and release")
                .flatMap(step -> errors.stream().map(error -> Arguments.of(step, error)));
    }

    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @MethodSource("errorsAtTheEnd")
    void f4_errorWhenTheLoadEnds_thoseWhoWaitAndThoseWhoComeLoadAtOnce(String step, Supplier<Error> error)
            throws Exception {
        FailingStore store = new FailingStore(step, error);
        Calls calls = Calls.over(store, PATIENT);
        Parked load = new Parked("leader's");
        Future<Object> leader = calls.submit(threads, "a", load);
        Awaitility.await().until(() -> load.runs.get() == 1);
        Future<Object> waiter = calls.submit(threads, "a", () -> "own");
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 1);
        load.mayReturn.countDown();
        assertThat(within(leader)).isEqualTo("leader's");
        // The lease stood when the waiter asked, so that it may have what was not stored.
        boolean isHandedOver = step.equals("store");
        assertThat(within(waiter)).isEqualTo(isHandedOver ? "leader's" : "own");
        assertThat(within(calls.submit(threads, "a", () -> "next"))).isEqualTo(isHandedOver ? "next" : "own");
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** Without anybody who waits: the next call of any key takes the flight away and gives the lease back. */
    @Test
    void f4_flightAbandoned_nextCallOfAnotherKeyTakesItAway() throws Exception {
        FailingStore store = new FailingStore("store and release", StackOverflowError::new);
        Calls calls = Calls.over(store, PATIENT);
        assertThat(calls.call("a", List::<String>of, () -> "a", () -> {
                    throw new StackOverflowError();
                }))
                .isEqualTo("a");
        assertThat(calls.call("b", () -> "b")).isEqualTo("b");
        assertThat(calls.engine.flights().size()).isZero();
        assertThat(within(calls.submit(threads, "a", () -> "anew"))).isEqualTo("anew");
    }

    /** A thread that does not run any more leads nothing, whatever it has left behind. */
    @Test
    void f4_leaderThreadIsGone_flightCountsAsLanded() throws Exception {
        LoadingThread[] gone = new LoadingThread[1];
        Nesting load = new Nesting(null);
        Thread thread = new Thread(() -> {
            gone[0] = LoadingThread.current();
            gone[0].innermost = load;
        });
        thread.start();
        thread.join();
        assertThat(new Flight(gone[0], load, null).isLed()).isFalse();
    }

    private static <T> Future<T> onSmallStack(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, "small stack", 512 * 1024).start();
        return task;
    }

    private static Object within(Future<Object> future) throws Exception {
        return future.get(5, TimeUnit.SECONDS);
    }

    /** Its leases fail as long as they are to. */
    private static final class FailingStore extends ForwardingStore {

        private final String step;
        private final Supplier<Error> error;

        /** As many as keep a leader from ending its load: it tries again to give its lease back. */
        private final AtomicInteger failures;

        FailingStore(String step, Supplier<Error> error) {
            super(Calls.memory(PATIENT));
            this.step = step;
            this.error = error;
            this.failures = new AtomicInteger(step.equals("store") ? 1 : 2);
        }

        private void fail(String at) {
            if (step.contains(at) && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw error.get();
            }
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            Claim claim = super.claim(id, budget);
            return claim instanceof Claim.Granted granted
                    ? new Claim.Granted(new FailingLease(granted.lease()))
                    : claim;
        }

        private final class FailingLease extends ForwardingLease {

            FailingLease(Lease lease) {
                super(lease);
            }

            @Override
            public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
                fail("store");
                return super.store(entry, ttlMillis, budget);
            }

            @Override
            public void release(Budget budget) throws StoreException {
                fail("release");
                super.release(budget);
            }
        }
    }
}
