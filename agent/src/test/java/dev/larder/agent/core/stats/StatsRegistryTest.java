package dev.larder.agent.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StatsRegistryTest {

    private static final int THREADS = 8;
    private static final int CALLS_PER_THREAD = 125_000;

    private final StatsRegistry registry = new StatsRegistry();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void h115_millionConcurrentCalls_areEachCountedOnce() throws Exception {
        MethodStats stats = registry.register();

        callConcurrently(stats);

        StatsSnapshot totals = registry.totals();
        assertThat(totals.calls()).isEqualTo((long) THREADS * CALLS_PER_THREAD);
        assertThat(totals.hits())
                .isEqualTo(totals.misses())
                .isEqualTo(totals.bypasses())
                .isEqualTo(totals.errors());
        assertThat(totals).isEqualTo(stats.snapshot());
    }

    @Test
    void h115_resetsDuringCalls_loseNoCountAndShowNoNegativeOne() throws Exception {
        MethodStats stats = registry.register();
        AtomicBoolean calling = new AtomicBoolean(true);
        Future<Void> resetting = threads.submit(() -> {
            while (calling.get()) {
                registry.reset();
                assertThat(registry.totals().calls()).isNotNegative();
            }
            return null;
        });

        callConcurrently(stats);
        calling.set(false);
        resetting.get();

        registry.reset();
        callConcurrently(stats);
        assertThat(registry.totals().calls()).isEqualTo((long) THREADS * CALLS_PER_THREAD);
    }

    @Test
    void h115_methodsRetiredDuringReads_totalsNeverGoDown() throws Exception {
        List<MethodStats> methods = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            MethodStats stats = registry.register();
            stats.recordHit();
            stats.recordLoad(1_000);
            methods.add(stats);
        }
        Future<?> retiring = threads.submit(() -> methods.forEach(registry::retire));

        long last = 0;
        do {
            long hits = registry.totals().hits();
            assertThat(hits).isGreaterThanOrEqualTo(last).isEqualTo(1_000);
            last = hits;
        } while (!retiring.isDone());

        retiring.get();
        assertThat(registry.totals().loadNanos()).isEqualTo(1_000_000);
    }

    @Test
    void retire_twice_countsOnce() {
        MethodStats stats = registry.register();
        stats.recordMiss();

        registry.retire(stats);
        registry.retire(stats);

        assertThat(registry.totals().misses()).isEqualTo(1);
    }

    @Test
    void reset_startsEverythingFromZero() {
        MethodStats gone = registry.register();
        gone.recordHit();
        registry.retire(gone);
        MethodStats stats = registry.register();
        recordOneOfEach(stats);
        registry.recordEvictions(3);

        registry.reset();

        assertThat(registry.totals()).isEqualTo(StatsSnapshot.ZERO);
        assertThat(stats.snapshot()).isEqualTo(StatsSnapshot.ZERO);
        assertThat(registry.evictions()).isZero();
    }

    @Test
    void snapshot_oneOfEach_hasEachInItsField() {
        MethodStats stats = registry.register();
        recordOneOfEach(stats);

        assertThat(stats.snapshot()).isEqualTo(new StatsSnapshot(1, 1, 1, 1, 1, 1, 1_000, 1, 1, 1, 1, 1, 1, 1, 0));
    }

    private static void recordOneOfEach(MethodStats stats) {
        stats.recordHit();
        stats.recordMiss();
        stats.recordBypass();
        stats.recordError();
        stats.recordLoad(1_000);
        stats.recordLoadFailure();
        stats.recordStore();
        stats.recordRefusedStore();
        stats.recordUnfitResult();
        stats.recordDecodeFailure();
        stats.recordStaleServed();
        stats.recordRefresh();
        stats.recordRefreshFailure();
    }

    private void callConcurrently(MethodStats stats) throws Exception {
        List<Callable<Void>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(() -> {
                for (int call = 0; call < CALLS_PER_THREAD; call++) {
                    switch (call & 3) {
                        case 0 -> stats.recordHit();
                        case 1 -> stats.recordMiss();
                        case 2 -> stats.recordBypass();
                        default -> stats.recordError();
                    }
                }
                return null;
            });
        }
        for (Future<Void> caller : threads.invokeAll(callers)) {
            caller.get();
        }
    }
}
