package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.SharedLoadContract.Parked;
import dev.larder.agent.core.engine.UnansweringStore.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What callers of one key share when the store does not answer. */
final class UnansweredLoadTest extends CallersAtOnce {

    @Test
    void f18_f34_storeIsSilent_200CallersAtOnce_runTheBodyOnce() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(200, () -> List.of("run " + runs.incrementAndGet()));
        assertThat(valuesOf(all)).containsOnly(List.of("run 1"));
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().errors()).isEqualTo(1);
        assertThat(calls.counts().hits()).isEqualTo(199);
        assertThat(calls.engine.flights().size()).isZero();
    }

    @Test
    void f18_leaderGetsNoLease_200CallersAtOnce_runTheBodyOnce() throws Exception {
        store.silent = Step.CLAIM;
        List<Future<Object>> all = callersAtOnce(200, () -> "run " + runs.incrementAndGet());
        assertThat(valuesOf(all)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    @Test
    void f18_storeIsSilentWhenTheResultIsThere_200CallersAtOnce_runTheBodyOnce() throws Exception {
        store.silent = Step.STORE;
        List<Future<Object>> all = callersAtOnce(200, () -> "run " + runs.incrementAndGet());
        assertThat(valuesOf(all)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    /** A silence of Redis costs a call its time once. */
    @Test
    void f18_lookUpIsNotAnswered_noLeaseIsClaimed() throws Exception {
        store.silent = Step.LOOKUP;
        assertThat(calls.call(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(store.claims).hasValue(0);
    }

    /** What a body saw that began before the call may have been evicted before the call. */
    @Test
    void f18_bodyRunsAlready_whoComesThenSharesTheNextOne() throws Exception {
        store.silent = Step.LOOKUP;
        Parked old = new Parked("old");
        Future<Object> first = calls.submit(threads, KEY, old);
        Awaitility.await().until(() -> old.runs.get() == 1);
        Parked anew = new Parked("new");
        List<Future<Object>> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(calls.submit(threads, KEY, anew));
        }
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 20);
        assertThat(anew.runs).hasValue(0);
        old.mayReturn.countDown();
        assertThat(within(first)).isEqualTo("old");
        anew.mayReturn.countDown();
        assertThat(valuesOf(late)).containsOnly("new");
        assertThat(anew.runs).hasValue(1);
    }

    @Test
    void h102_sharedWithoutTheStore_eachCallerHasACopyOfItsOwn() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(50, () -> {
            List<String> result = new ArrayList<>(List.of("run " + runs.incrementAndGet()));
            return result;
        });
        Set<Object> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object value : valuesOf(all)) {
            assertThat(value).isEqualTo(List.of("run 1"));
            different.add(value);
            @SuppressWarnings("unchecked")
            List<String> lines = (List<String>) value;
            lines.add("changed");
        }
        assertThat(different).hasSize(50);
    }

    @Test
    void f18_resultThatCannotBeCopied_isNotShared() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(10, () -> {
            runs.incrementAndGet();
            return new StringBuilder("not for the codec");
        });
        assertThat(Set.copyOf(valuesOf(all))).hasSize(10);
        assertThat(runs).hasValue(10);
    }

    /** An exception belongs to one call: it has that call's stack, and whoever catches it may change it. */
    @Test
    void h43_bodyThrows_eachCallerGetsAnExceptionOfItsOwn() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(10, () -> {
            throw new IOException("run " + runs.incrementAndGet());
        });
        Set<Throwable> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Future<Object> each : all) {
            assertThatThrownBy(each::get)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .satisfies(different::add);
        }
        assertThat(different).hasSize(10);
    }

    @Test
    void f18_bodyNeverEnds_whoComesThenLosesPatienceAndRunsItsOwn() throws Exception {
        LoadConfig impatient = Calls.lease(Duration.ofMillis(200));
        Calls hasty = Calls.over(store, impatient);
        store.silent = Step.LOOKUP;
        Parked stuck = new Parked("stuck");
        Future<Object> leader = hasty.submit(threads, KEY, stuck);
        Awaitility.await().until(() -> stuck.runs.get() == 1);
        assertThat(within(hasty.submit(threads, KEY, () -> "own"))).isEqualTo("own");
        stuck.mayReturn.countDown();
        assertThat(within(leader)).isEqualTo("stuck");
    }
}
