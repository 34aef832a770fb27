package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Silent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@Silent
final class CachedMethodTest {

    private static final String KEY = "shop:7";

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void call_secondTime_isAHit() throws Throwable {
        Calls calls = Calls.overMemory();
        assertThat(calls.call(KEY, returning("a"))).isEqualTo("a");
        assertThat(calls.call(KEY, returning("b"))).isEqualTo("a");
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().hits()).isEqualTo(1);
        assertThat(calls.counts().misses()).isEqualTo(1);
        assertThat(calls.counts().loads()).isEqualTo(1);
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    @Test
    void h113_nullResult_isAHitTheSecondTime() throws Throwable {
        Calls calls = Calls.overMemory();
        assertThat(calls.call(KEY, returning(null))).isNull();
        assertThat(calls.call(KEY, returning("b"))).isNull();
        assertThat(runs).hasValue(1);
    }

    @Test
    void h113_nullTtlOfZero_runsAgainForNullOnly() throws Throwable {
        Calls calls = Calls.overMemory(LoadConfig.defaults(), 0);
        assertThat(calls.call(KEY, returning(null))).isNull();
        assertThat(calls.call(KEY, returning("b"))).isEqualTo("b");
        assertThat(calls.call(KEY, returning("c"))).isEqualTo("b");
    }

    @Test
    void h113_exception_isNeverStored() throws Throwable {
        Calls calls = Calls.overMemory();
        IOException theirs = new IOException("no database");
        assertThatThrownBy(() -> calls.call(KEY, throwing(theirs))).isSameAs(theirs);
        assertThat(calls.call(KEY, returning("a"))).isEqualTo("a");
        assertThat(calls.counts().loadFailures()).isEqualTo(1);
        assertThat(calls.counts().misses()).isEqualTo(2);
        assertThat(calls.counts().errors()).isZero();
    }

    @Test
    void unless_true_returnsTheResultAndKeepsNothing() throws Throwable {
        Calls calls = Calls.overMemory();
        assertThat(calls.call(KEY, returning("a"), () -> true)).isEqualTo("a");
        assertThat(calls.call(KEY, returning("b"), () -> false)).isEqualTo("b");
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    @Test
    @Timeout(60) // less than the lease, for which the second call would wait
    void unless_throws_nextCallerNeedNotWaitForTheLease() throws Throwable {
        Calls calls = Calls.overMemory(Calls.lease(Duration.ofMinutes(10)), 60_000);
        Callable<Boolean> broken = () -> {
            throw new IllegalStateException("injected");
        };
        assertThat(calls.call(KEY, returning("a"), broken)).isEqualTo("a");
        assertThat(calls.call(KEY, returning("b"), broken)).isEqualTo("b");
        assertThat(calls.counts().unfitResults()).isEqualTo(2);
        assertThat(calls.counts().errors()).isZero();
        assertThat(calls.call(KEY, returning("c"))).isEqualTo("c");
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    @Test
    void h102_mutableResult_isAnotherInstanceForEachCaller() throws Throwable {
        Calls calls = Calls.overMemory();
        List<String> loaded = lines(calls.call(KEY, returning(new ArrayList<>(List.of("a", "b")))));
        loaded.add("the first caller's own");
        List<String> hit = lines(calls.call(KEY, returning(null)));
        assertThat(hit).containsExactly("a", "b");
        hit.clear();
        assertThat(lines(calls.call(KEY, returning(null)))).containsExactly("a", "b");
    }

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
    void unstorableResult_isReturnedAndNotKept() throws Throwable {
        Calls calls = Calls.overMemory();
        Object opaque = new Object();
        assertThat(calls.call(KEY, returning(opaque))).isSameAs(opaque);
        assertThat(calls.call(KEY, returning("b"))).isEqualTo("b");
        assertThat(calls.counts().unfitResults()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
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

    static Stream<Arguments> faults() {
        List<Supplier<Throwable>> kinds = List.of(
                () -> new IllegalStateException("injected"),
                () -> new NoClassDefFoundError("injected"),
                () -> new StackOverflowError("injected"),
                () -> new OutOfMemoryError("injected"),
                ThreadDeathLike::new,
                () -> new StoreException("injected", null));
        return Stream.of(BrokenStore.Step.values())
                .flatMap(step -> kinds.stream().map(kind -> Arguments.of(step, kind)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h41_faultAtAnyStep_runsTheBodyOnceAndReturnsItsResult(BrokenStore.Step step, Supplier<Throwable> fault)
            throws Throwable {
        Calls calls = Calls.over(new BrokenStore(step, fault));
        Object result = new ArrayList<>(List.of("a"));
        assertThat(calls.call(KEY, returning(result))).isSameAs(result);
        assertThat(runs).hasValue(1);
        // Only a load that has nothing to store gives its lease back.
        assertThat(calls.counts().errors()).isEqualTo(step == BrokenStore.Step.RELEASE ? 0 : 1);
        assertThat(calls.counts().calls()).isEqualTo(1);
    }

    @Test
    @Timeout(60) // less than the lease
    void h41_faultWhileEncoding_leavesNoLeaseForTheNextCallToWaitFor() throws Throwable {
        Calls calls = Calls.overMemory(Calls.lease(Duration.ofMinutes(10)), 60_000);
        List<Integer> breaksTheCodec = List.of(1);
        assertThat(calls.call(KEY, returning(breaksTheCodec))).isSameAs(breaksTheCodec);
        assertThat(calls.call(KEY, returning("b"))).isEqualTo("b");
        assertThat(calls.counts().errors()).isEqualTo(1);
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h41_faultAtAnyStep_letsTheBodysExceptionThrough(BrokenStore.Step step, Supplier<Throwable> fault) {
        Calls calls = Calls.over(new BrokenStore(step, fault));
        IOException theirs = new IOException("theirs");
        assertThatThrownBy(() -> calls.call(KEY, throwing(theirs)))
                .isSameAs(theirs)
                .hasNoSuppressedExceptions();
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().calls()).isEqualTo(1);
    }

    @Test
    void h46_interruptedCaller_getsTheValueAndStaysInterrupted() throws Throwable {
        Calls calls = Calls.overMemory();
        calls.call(KEY, returning("a"));
        Thread.currentThread().interrupt();
        Object hit = calls.call(KEY, returning("b"));
        Object loaded = calls.call("shop:8", returning("c"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(hit).isEqualTo("a");
        assertThat(loaded).isEqualTo("c");
        assertThat(calls.call("shop:8", returning("d"))).isEqualTo("c");
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
    void call_beforeTheStoreHasStarted_isABypass() throws Throwable {
        CacheEngine engine = new CacheEngine(Ticker.system(), Calls.BUDGET, LoadConfig.defaults(), true);
        Calls calls = Calls.overMemory();
        CachedMethod method = new CachedMethod(
                engine,
                new MethodSettings("com.acme.Shop.find(long)", "", 0, 1_000, 1_000, true),
                calls.stats,
                new ResultType(Object.class, true, null),
                new LinesCodec(),
                Transactions.NONE);
        Object found = method.find(KEY);
        assertThat(Miss.isMiss(found)).isTrue();
        assertThat(calls.counts().calls()).isZero();
        engine.opening();
        engine.open(calls.store);
        calls.call(KEY, returning("a"));
        assertThat(method.find(KEY)).isEqualTo("a");
    }

    @Test
    void firstCall_storeStartsWhileItWaits_hasOneBudgetForBoth() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Duration limit = Duration.ofSeconds(20);
        CacheEngine engine = new CacheEngine(nanos::get, limit, LoadConfig.defaults(), true);
        engine.opening();
        Budget budget = engine.newBudget();
        Thread caller = Thread.currentThread();
        Future<?> opener = threads.submit(() -> {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            nanos.addAndGet(Duration.ofSeconds(15).toNanos());
            engine.open(Calls.overMemory().store);
        });
        assertThat(engine.awaitStore(budget)).isNotNull();
        opener.get();
        assertThat(budget.startWaiting()).isEqualTo(Duration.ofSeconds(5).toNanos());
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

    @Test
    void disabled_countsABypassAndAsksNothing() {
        Calls calls = Calls.overMemory();
        calls.engine.setEnabled(false);
        assertThat(calls.method.isOn()).isFalse();
        calls.engine.setEnabled(true);
        calls.method.settings().setEnabled(false);
        assertThat(calls.method.isOn()).isFalse();
        assertThat(calls.counts().bypasses()).isEqualTo(2);
    }

    private Callable<Object> returning(Object result) {
        return () -> {
            runs.incrementAndGet();
            return result;
        };
    }

    private Callable<Object> parked(CountDownLatch mayReturn, Object result) {
        return () -> {
            runs.incrementAndGet();
            mayReturn.await();
            return result;
        };
    }

    private Callable<Object> throwing(Exception theirs) {
        return () -> {
            runs.incrementAndGet();
            throw theirs;
        };
    }

    private Future<Object> submit(Calls calls, String key, Callable<Object> body) {
        return calls.submit(threads, key, body);
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

    @SuppressWarnings("unchecked")
    private static List<String> lines(Object value) {
        return (List<String>) value;
    }

    /** Stands for {@code ThreadDeath}, which is deprecated for removal: an Error of no known kind. */
    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1L;
    }
}
