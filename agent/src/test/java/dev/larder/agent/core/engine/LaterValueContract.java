package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers of methods that return a stage get of one entry, whatever the store. */
@Timeout(60)
interface LaterValueContract extends LaterCallers {

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
}
