package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What processes that share a store owe each other while one of them loads. A process is an engine of its own here. */
@Timeout(60)
interface SharedLoadContract extends Processes {

    String KEY = "shop:7";
    String TAG = "shops";
    Duration SHORT = Duration.ofMillis(500);
    Duration LONG = Duration.ofMinutes(5);

    @Test
    default void h58_coldKey_manyThreadsOfSeveralProcesses_runTheBodyOnce() throws Exception {
        List<Calls> processes = processes(4, LONG);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch mayReturn = new CountDownLatch(1);
        List<Future<Object>> all = submit(processes, 25, () -> {
            int run = runs.incrementAndGet();
            mayReturn.await();
            return "run " + run;
        });
        Awaitility.await().until(() -> processes.stream()
                .allMatch(one -> one.engine.flights().waiting() == 24));
        mayReturn.countDown();
        assertThat(valuesOf(all)).hasSize(100).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    /** Those who began before the eviction have to wait; nobody else has. */
    @ParameterizedTest
    @MethodSource("evictionsOfTheKey")
    default void h57_evictedWhileLoading_whoComesThenLoadsAtOnceAndTogether(Eviction eviction) throws Exception {
        List<Calls> processes = processes(2, LONG);
        Calls loading = processes.get(0);
        Parked old = new Parked("old");
        List<Future<Object>> early = submit(List.of(loading), 5, old);
        Awaitility.await()
                .until(() -> old.runs.get() == 1 && loading.engine.flights().waiting() == 4);

        connect(Calls.lease(LONG)).evict(eviction, budget());

        Parked anew = new Parked("new");
        List<Future<Object>> late = submit(List.of(loading), 5, anew);
        Awaitility.await()
                .until(() -> anew.runs.get() == 1 && loading.engine.flights().waiting() == 8);
        late.addAll(submit(processes, 1, anew));
        anew.mayReturn.countDown();
        assertThat(valuesOf(late)).hasSize(7).containsOnly("new");
        assertThat(anew.runs).hasValue(1);
        assertThat(early).noneMatch(Future::isDone);
        old.mayReturn.countDown();
        assertThat(valuesOf(early)).containsExactlyInAnyOrder("old", "new", "new", "new", "new");
        assertThat(loading.call(KEY, () -> "unexpected")).isEqualTo("new");
        assertThat(loading.counts().refusedStores()).isEqualTo(1);
        assertThat(loading.engine.flights().size()).isZero();
    }

    static List<Eviction> evictionsOfTheKey() {
        return List.of(
                Eviction.ofKey(KEY),
                Eviction.ofTag(TAG),
                Eviction.ofPattern("shop:*"),
                Eviction.ofPattern(Eviction.EVERYTHING));
    }

    /** The old leader has nothing to say about the flight that took its flight's place. */
    @Test
    default void h57_oldLoadEndsWhileTheNewOneRuns_whoComesThenSharesTheNewOne() throws Exception {
        Calls calls = processes(1, LONG).get(0);
        Parked old = new Parked("old");
        Future<Object> first = submit(List.of(calls), 1, old).get(0);
        Awaitility.await().until(() -> old.runs.get() == 1);
        calls.store.evict(Eviction.ofKey(KEY), budget());
        Parked anew = new Parked("new");
        List<Future<Object>> late = submit(List.of(calls), 1, anew);
        Awaitility.await().until(() -> anew.runs.get() == 1);

        old.mayReturn.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("old");

        late.addAll(submit(List.of(calls), 3, anew));
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 3);
        anew.mayReturn.countDown();
        assertThat(valuesOf(late)).hasSize(4).containsOnly("new");
        assertThat(anew.runs).hasValue(1);
    }

    @Test
    default void h58_holderGone_oneOfManyLoadsAfterTheLease() throws Exception {
        List<Calls> processes = processes(4, SHORT);
        long startNanos = System.nanoTime();
        Claim abandoned = connect(Calls.lease(SHORT)).claim(id(), budget());
        assertThat(abandoned).isInstanceOf(Claim.Granted.class);
        List<Long> starts = new CopyOnWriteArrayList<>();
        List<Future<Object>> all = submit(processes, 25, () -> {
            starts.add(System.nanoTime() - startNanos);
            return "a";
        });
        assertThat(valuesOf(all)).hasSize(100).containsOnly("a");
        assertThat(starts).singleElement().satisfies(start -> assertThat(start)
                .isGreaterThanOrEqualTo(nanos(SHORT, 1)));
    }

    @Test
    default void h59_holderPausedPastItsLease_cannotBringItsValueBack() throws Exception {
        List<Calls> processes = processes(3, SHORT);
        Calls paused = processes.get(0);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Future<Object> late = paused.submit(threads(), KEY, () -> {
            loading.countDown();
            goesOn.await();
            return "old";
        });
        loading.await();
        assertThat(processes.get(1).call(KEY, () -> "new")).isEqualTo("new");
        goesOn.countDown();
        assertThat(late.get(5, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(paused.counts().refusedStores()).isEqualTo(1);
        for (Calls process : processes) {
            assertThat(process.call(KEY, () -> "unexpected")).isEqualTo("new");
        }
    }

    @Test
    default void h59_bodyThreeTimesItsLease_runsOnceMorePerLease() throws Exception {
        List<Calls> processes = processes(3, SHORT);
        long startNanos = System.nanoTime();
        List<Long> starts = new CopyOnWriteArrayList<>();
        List<Future<Object>> all = submit(processes, 1, () -> {
            starts.add(System.nanoTime() - startNanos);
            pass(SHORT.multipliedBy(3));
            return "a";
        });
        valuesOf(all);
        assertThat(starts).hasSizeLessThanOrEqualTo(3);
        for (int i = 0; i < starts.size(); i++) {
            assertThat(starts.get(i)).as("run %d of %s", i, starts).isGreaterThanOrEqualTo(nanos(SHORT, i));
        }
        assertThat(processes.get(0).call(KEY, () -> "unexpected")).isEqualTo("a");
    }

    @Test
    default void h60_slowLoadOfOneKey_keepsNoOtherKeyOfTheMethodWaiting() throws Exception {
        List<Calls> processes = processes(2, LONG);
        CountDownLatch othersAreDone = new CountDownLatch(1);
        List<Future<Object>> slow = submit(processes, 4, () -> {
            othersAreDone.await();
            return "slow";
        });
        Awaitility.await().until(() -> processes.stream()
                .allMatch(one -> one.engine.flights().waiting() == 3));
        List<Future<Object>> others = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String key = "shop:other:" + i / 4; // each cold once, and asked for by both processes
            others.add(processes.get(i % 2).submit(threads(), key, () -> key));
        }
        valuesOf(others);
        assertThat(slow).noneMatch(Future::isDone);
        othersAreDone.countDown();
        assertThat(valuesOf(slow)).containsOnly("slow");
    }

    private List<Calls> processes(int count, Duration lease) throws StoreException {
        List<Calls> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            processes.add(Calls.unhurried(connect(Calls.lease(lease)), Calls.lease(lease)));
        }
        return processes;
    }

    /** So many callers in each process, all of the same key. */
    private List<Future<Object>> submit(List<Calls> processes, int callers, Callable<Object> body) {
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            for (Calls process : processes) {
                all.add(threads().submit(() -> process.call(KEY, () -> List.of(TAG), body, () -> false)));
            }
        }
        return all;
    }

    private static List<Object> valuesOf(List<Future<Object>> all) throws Exception {
        List<Object> values = new ArrayList<>();
        for (Future<Object> one : all) {
            values.add(one.get(20, TimeUnit.SECONDS));
        }
        return values;
    }

    /** Leases end in real time: nobody can turn Redis's clock. */
    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    /** A little less than {@code leases} of them: Redis counts in milliseconds, by a clock of its own. */
    private static long nanos(Duration lease, int leases) {
        return lease.multipliedBy(leases).minusMillis(leases * 5L).toNanos();
    }

    private static EntryId id() {
        return new EntryId(KEY, new LinesCodec().fingerprint());
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }

    /** A body that runs until the test lets it return. */
    final class Parked implements Callable<Object> {

        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch mayReturn = new CountDownLatch(1);
        private final String result;

        Parked(String result) {
            this.result = result;
        }

        @Override
        public Object call() throws InterruptedException {
            runs.incrementAndGet();
            mayReturn.await();
            return result;
        }
    }
}
