package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.OwnView;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Expects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers of methods that return a stage get, whatever the store. A process is an engine of its own here. */
@Timeout(60)
interface LaterLoadContract {

    String KEY = "shop:7";
    Duration SHORT = Duration.ofMillis(500);
    Duration LONG = Duration.ofMinutes(5);

    /** The store as one more process sees it. */
    CacheStore connect(LoadConfig limits) throws StoreException;

    ExecutorService threads();

    @Test
    default void value_isStored_andGivenToEachCallerInAFutureOfHisOwn() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> first = calls.later(KEY, work);
        work.complete("a");
        assertThat(soon(first)).isEqualTo("a");
        CompletableFuture<Object> second = calls.later(KEY, unexpected());
        CompletableFuture<Object> third = calls.later(KEY, unexpected());
        assertThat(soon(second)).isEqualTo("a");
        assertThat(soon(third)).isEqualTo("a");
        assertThat(second).isNotSameAs(third);
        assertThat(calls.counts().stores()).isEqualTo(1);
        assertThat(calls.counts().misses()).isEqualTo(1);
        assertThat(calls.counts().hits()).isEqualTo(2);
    }

    @Test
    default void mutableValue_isEachCallersOwn() throws Exception {
        Calls calls = process(LONG);
        Object loaded = soon(calls.later(KEY, () -> CompletableFuture.completedFuture(new ArrayList<>(List.of("a")))));
        ((List<?>) loaded).clear();
        Object found = soon(calls.later(KEY, unexpected()));
        assertThat(found).isEqualTo(List.of("a"));
        ((List<?>) found).clear();
        assertThat(soon(calls.later(KEY, unexpected()))).isEqualTo(List.of("a"));
    }

    @Test
    default void methodsThatReturnTheValueAtOnce_shareEntriesAndLoads() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> later = calls.later(KEY, work);
        Awaitility.await().until(() -> work.runs.get() == 1);
        Future<Object> atOnce = calls.submit(threads(), KEY, () -> "unexpected");
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 1);
        work.complete("a");
        assertThat(Calls.soon(atOnce)).isEqualTo("a");
        assertThat(soon(later)).isEqualTo("a");

        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<Object> leader = calls.submit(threads(), "shop:8", () -> {
            mayReturn.await();
            return "b";
        });
        Awaitility.await().until(() -> calls.engine.flights().size() == 1);
        CompletableFuture<Object> waits = calls.later("shop:8", unexpected());
        mayReturn.countDown();
        assertThat(soon(waits)).isEqualTo("b");
        assertThat(Calls.soon(leader)).isEqualTo("b");
    }

    /** As a caller does that empties the list it has passed, as soon as it has its future. */
    @Test
    default void argumentsChangedBeforeTheEnd_nothingIsStored() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> first = calls.later(KEY, work);
        Awaitility.await().until(() -> work.stage.getNumberOfDependents() > 0);
        calls.keyed = key -> false;
        work.complete("of other arguments");
        assertThat(soon(first)).isEqualTo("of other arguments");
        calls.keyed = key -> true;
        assertThat(soon(calls.later(KEY, Work.of("a")))).isEqualTo("a");
        assertThat(soon(calls.later(KEY, unexpected()))).isEqualTo("a");
    }

    /** The body would wait for the monitor on another thread, and the caller for the body. */
    @Test
    default void callerHoldsTheMonitorOfTheBody_bodyRunsAtOnceOnItsThread() throws Exception {
        Calls calls = process(LONG);
        Object monitor = new Object();
        calls.monitor = () -> monitor;
        synchronized (monitor) {
            Thread caller = Thread.currentThread();
            CompletableFuture<Object> given =
                    calls.later(KEY, () -> CompletableFuture.completedFuture(Thread.currentThread() == caller));
            assertThat(given).isCompletedWithValue(true);
        }
        assertThat(calls.counts().bypasses()).isEqualTo(1);
    }

    @Test
    default void h118_failsOnAnotherThread_nothingIsStoredAndNobodyElseSeesIt() throws Exception {
        Calls calls = process(LONG);
        IllegalStateException failure = new IllegalStateException("the only one");
        Work failing = new Work();
        CompletableFuture<Object> first = calls.later(KEY, failing);
        Awaitility.await().until(() -> failing.runs.get() == 1);
        Work others = new Work();
        CompletableFuture<Object> waiting = calls.later(KEY, others);
        threads().submit(() -> failing.stage.completeExceptionally(failure));
        assertThat(failureOf(first)).isSameAs(failure);
        others.complete("a");
        assertThat(soon(waiting)).isEqualTo("a");
        assertThat(failing.runs).hasValue(1);
        assertThat(others.runs).hasValue(1);

        CompletableFuture<Object> late = calls.later("shop:late", new Work(CompletableFuture.failedFuture(failure)));
        assertThat(failureOf(late)).isSameAs(failure);
        assertThat(soon(calls.later("shop:late", Work.of("a")))).isEqualTo("a");
        assertThat(calls.counts().loadFailures()).isEqualTo(2);
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** As dependents of the body's own future would see it. */
    @Test
    default void failureOfADependentStage_hasNoMoreAroundIt() throws Exception {
        Calls calls = process(LONG);
        IllegalStateException failure = new IllegalStateException("in a step");
        CompletableFuture<Object> given = calls.later(
                KEY,
                () -> CompletableFuture.supplyAsync(() -> {
                    throw failure;
                }));
        assertThatThrownBy(() -> given.get(10, TimeUnit.SECONDS)).hasCause(failure);
        assertThat(given.handle((value, thrown) -> thrown).get())
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
    }

    @Test
    default void h118_cancelledWork_storesNothing() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> work.runs.get() == 1);
        work.stage.cancel(true);
        assertThatThrownBy(() -> given.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(given).isCancelled();
        assertThat(soon(calls.later(KEY, Work.of("a")))).isEqualTo("a");
    }

    @Test
    default void h120_oneOfThreeCallersCancels_theOthersGetTheValueAndItIsStored() throws Exception {
        for (int cancelling = 0; cancelling < 3; cancelling++) {
            Calls calls = process(LONG);
            String key = "shop:" + cancelling;
            Work work = new Work();
            List<CompletableFuture<Object>> given = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                given.add(calls.later(key, work));
            }
            Awaitility.await().until(() -> work.runs.get() == 1);
            CompletableFuture<Object> cancelled = given.remove(cancelling);
            assertThat(cancelled.cancel(true)).isTrue();
            assertThat(work.stage).isNotCancelled();
            work.complete("a");
            assertThat(soon(given.get(0))).isEqualTo("a");
            assertThat(soon(given.get(1))).isEqualTo("a");
            assertThat(cancelled).isCancelled();
            assertThat(work.runs).hasValue(1);
            assertThat(soon(calls.later(key, unexpected()))).isEqualTo("a");
        }
    }

    @Test
    default void h120_callerCompletesHisFuture_othersGetWhatWasLoaded() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> first = calls.later(KEY, work);
        CompletableFuture<Object> second = calls.later(KEY, work);
        first.complete("made up");
        assertThat(second.orTimeout(1, TimeUnit.NANOSECONDS)).failsWithin(Duration.ofSeconds(10));
        Awaitility.await().until(() -> work.runs.get() == 1);
        work.complete("a");
        Awaitility.await().until(() -> calls.counts().stores() == 1);
        assertThat(first.join()).isEqualTo("made up");
        assertThat(soon(calls.later(KEY, unexpected()))).isEqualTo("a");
    }

    @Test
    default void manyCallersOfTwoProcesses_runTheBodyOnce() throws Exception {
        List<Calls> processes = List.of(process(LONG), process(LONG));
        Work work = new Work();
        List<CompletableFuture<Object>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(processes.get(i % 2).later(KEY, work));
        }
        Awaitility.await().until(() -> work.runs.get() == 1);
        work.complete("a");
        for (CompletableFuture<Object> each : all) {
            assertThat(soon(each)).isEqualTo("a");
        }
        assertThat(work.runs).hasValue(1);
        for (Calls process : processes) {
            assertThat(process.engine.flights().size()).isZero();
        }
    }

    @Test
    default void evictedDuringTheLoad_isNeverStored_andWhoComesThenLoadsAnew() throws Exception {
        Calls calls = process(LONG);
        Work old = new Work();
        CompletableFuture<Object> early = calls.later(KEY, old);
        Awaitility.await().until(() -> old.runs.get() == 1);
        calls.store.evict(Eviction.ofKey(KEY), new Budget(Ticker.system(), Duration.ofSeconds(5)));
        Work anew = new Work();
        List<CompletableFuture<Object>> late = List.of(calls.later(KEY, anew), calls.later(KEY, anew));
        Awaitility.await().until(() -> anew.runs.get() == 1);
        old.complete("old");
        assertThat(soon(early)).isEqualTo("old");
        anew.complete("new");
        for (CompletableFuture<Object> each : late) {
            assertThat(soon(each)).isEqualTo("new");
        }
        assertThat(anew.runs).hasValue(1);
        assertThat(soon(calls.later(KEY, unexpected()))).isEqualTo("new");
        assertThat(calls.counts().refusedStores()).isEqualTo(1);
    }

    @Test
    default void stageThatNeverCompletes_othersLoadAfterItsLease_andNothingWaitsForIt() throws Exception {
        Calls calls = process(SHORT);
        Work never = new Work();
        CompletableFuture<Object> stuck = calls.later(KEY, never);
        Awaitility.await().until(() -> never.runs.get() == 1);
        CompletableFuture<Object> waiting = calls.later(KEY, Work.of("a"));
        assertThat(soon(waiting)).isEqualTo("a");
        Awaitility.await().until(() -> calls.engine.flights().size() == 0);
        assertThat(stuck).isNotDone();
        never.complete("late");
        assertThat(soon(stuck)).isEqualTo("late");
    }

    @Test
    default void dependents_runOnNoThreadOfLarderOrNetty() throws Exception {
        Calls calls = process(LONG);
        CyclicBarrier both = new CyclicBarrier(2);
        Work work = new Work();
        CompletableFuture<String> loaded = calls.later(KEY, work).thenApply(value -> threadAfter(both));
        Awaitility.await().until(() -> work.runs.get() == 1);
        CompletableFuture<String> shared = calls.later(KEY, unexpected()).thenApply(value -> threadAfter(both));
        threads().submit(() -> work.complete("a"));
        assertThat(List.of(loaded.get(10, TimeUnit.SECONDS), shared.get(10, TimeUnit.SECONDS)))
                .noneMatch(name -> name.contains("larder") || name.contains("lettuce") || name.contains("netty"));
        for (int i = 0; i < 50; i++) {
            String found = calls.later(KEY, unexpected())
                    .thenApply(value -> Thread.currentThread().getName())
                    .get(10, TimeUnit.SECONDS);
            assertThat(found).doesNotContain("larder", "lettuce", "netty");
        }
    }

    private static String threadAfter(CyclicBarrier both) {
        try {
            both.await(10, TimeUnit.SECONDS); // two dependents that wait for each other need a thread each
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Thread.currentThread().getName();
    }

    @Test
    default void bodyAndDependents_haveTheCallersContextClassLoader() throws Exception {
        Calls calls = process(LONG);
        ClassLoader callers = new ClassLoader(null) {};
        Thread.currentThread().setContextClassLoader(callers);
        try {
            List<ClassLoader> seen = new ArrayList<>();
            Work work = new Work();
            CompletableFuture<Boolean> given = calls.later(KEY, () -> {
                        seen.add(Thread.currentThread().getContextClassLoader());
                        return work.call();
                    })
                    .thenApply(value -> seen.add(Thread.currentThread().getContextClassLoader()));
            Awaitility.await().until(() -> work.runs.get() == 1);
            work.complete("a");
            given.get(10, TimeUnit.SECONDS);
            assertThat(seen).containsOnly(callers).hasSize(2);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    default void insideATransaction_theBodyRunsOnTheCallersThreadAndStoresNothing() throws Exception {
        Calls calls = process(LONG);
        calls.transaction = new Open();
        Thread caller = Thread.currentThread();
        CompletableFuture<Object> given = calls.later(KEY, () -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            return CompletableFuture.completedFuture("uncommitted");
        });
        assertThat(given.join()).isEqualTo("uncommitted");
        calls.transaction = null;
        assertThat(soon(calls.later(KEY, Work.of("committed")))).isEqualTo("committed");
        assertThat(calls.counts().bypasses()).isEqualTo(1);
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    default void completedInsideATransaction_isNotStored() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> work.stage.getNumberOfDependents() > 0);
        calls.transaction = new Open();
        work.complete("uncommitted");
        calls.transaction = null;
        assertThat(soon(given)).isEqualTo("uncommitted");
        assertThat(soon(calls.later(KEY, Work.of("committed")))).isEqualTo("committed");
    }

    /** It would wait for itself. */
    @Test
    default void bodyThatWaitsForTheSameEntry_isGivenOneOfItsOwn() throws Exception {
        Calls calls = process(LONG);
        CompletableFuture<Object> given = calls.later(KEY, () -> {
            CompletableFuture<Object> inner = calls.later(KEY, Work.of("inner"));
            return CompletableFuture.completedFuture(inner.get(10, TimeUnit.SECONDS) + " and outer");
        });
        assertThat(soon(given)).isEqualTo("inner and outer");
    }

    private Calls process(Duration lease) throws StoreException {
        return Calls.unhurried(connect(Calls.lease(lease)), Calls.lease(lease));
    }

    private static Callable<CompletableFuture<Object>> unexpected() {
        return () -> CompletableFuture.completedFuture("unexpected");
    }

    private static Object soon(CompletableFuture<Object> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(CompletableFuture<Object> future) throws InterruptedException, TimeoutException {
        try {
            return new AssertionError("it has a value: " + future.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** A body whose work ends when the test says so. */
    final class Work implements Callable<CompletableFuture<Object>> {

        final AtomicInteger runs = new AtomicInteger();
        final CompletableFuture<Object> stage;

        Work() {
            this(new CompletableFuture<>());
        }

        Work(CompletableFuture<Object> stage) {
            this.stage = stage;
        }

        static Work of(Object value) {
            return new Work(CompletableFuture.completedFuture(value));
        }

        @Override
        public CompletableFuture<Object> call() {
            runs.incrementAndGet();
            return stage;
        }

        boolean complete(Object value) {
            return stage.complete(value);
        }
    }

    /** One that may write. */
    record Open() implements Transaction {

        @Override
        public OwnView ownView() {
            return OwnView.MAY_WRITE;
        }

        @Override
        public boolean canChangeThreads() {
            return false;
        }

        @Override
        public Ending ending() {
            return null;
        }

        @Override
        public boolean onEnd(Ending ending) {
            return false;
        }
    }
}
