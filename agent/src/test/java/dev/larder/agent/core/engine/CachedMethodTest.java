package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.wait.Budget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one call after the other gets, and when its result is kept. */
final class CachedMethodTest extends CountedBodies {

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
    void unstorableResult_isReturnedAndNotKept() throws Throwable {
        Calls calls = Calls.overMemory();
        Object opaque = new Object();
        assertThat(calls.call(KEY, returning(opaque))).isSameAs(opaque);
        assertThat(calls.call(KEY, returning("b"))).isEqualTo("b");
        assertThat(calls.counts().unfitResults()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
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
    void disabled_countsABypassAndAsksNothing() {
        Calls calls = Calls.overMemory();
        calls.engine.setEnabled(false);
        assertThat(calls.method.isOn()).isFalse();
        calls.engine.setEnabled(true);
        calls.method.settings().setEnabled(false);
        assertThat(calls.method.isOn()).isFalse();
        assertThat(calls.counts().bypasses()).isEqualTo(2);
    }
}
