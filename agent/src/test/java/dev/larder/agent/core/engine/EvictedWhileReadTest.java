package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Few keys, many more threads than processors, bodies that take no time, evictions by key all the time and of all keys now
 * and then: so threads are often interrupted in the middle of an eviction. Each reader must get at least what was the value
 * when the last eviction of its key returned before its call.
 */
@Timeout(60)
final class EvictedWhileReadTest {

    private static final int KEYS = 4;
    private static final int THREADS = 12;
    private static final String TAG = "shops";

    /** Keeps the numbers of two keys out of one cache line. */
    private static final int STRIDE = 16;

    private static final long MAX_CALLS_PER_THREAD = 2_000_000;
    private static final long SECONDS = 3;

    /** What evicts all of them. */
    enum Sweeping {
        PATTERN(Eviction.ofPattern("shop:*"), List.of()),
        EVERYTHING(Eviction.ofPattern(Eviction.EVERYTHING), List.of()),
        TAG_OF_ALL(Eviction.ofTag(TAG), List.of(TAG));

        private final Eviction eviction;
        private final List<String> tags;

        Sweeping(Eviction eviction, List<String> tags) {
            this.eviction = eviction;
            this.tags = tags;
        }
    }

    private final AtomicLongArray source = new AtomicLongArray(KEYS * STRIDE);
    private final AtomicLongArray evicted = new AtomicLongArray(KEYS * STRIDE);

    @ParameterizedTest
    @EnumSource(Sweeping.class)
    void f47_evictionsByKeyAndOfAllKeysAtOnce_leaveNothingOld(Sweeping sweeping) throws Exception {
        Calls calls = Calls.tagged(Calls.memory(LoadConfig.defaults()), sweeping.tags.size());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<Future<Long>> workers = new ArrayList<>();
        try {
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                workers.add(threads.submit(() -> staleReads(calls, sweeping, random, endNanos)));
            }
            long stale = 0;
            for (Future<Long> worker : workers) {
                stale += worker.get(50, TimeUnit.SECONDS);
            }
            assertThat(stale).as("stale reads of %s", calls.counts()).isZero();
        } finally {
            threads.shutdownNow();
        }
        assertThat(calls.counts().hits()).isPositive();
    }

    private long staleReads(Calls calls, Sweeping sweeping, SplittableRandom random, long endNanos) throws Exception {
        long stale = 0;
        for (long i = 0; i < MAX_CALLS_PER_THREAD && System.nanoTime() - endNanos < 0; i++) {
            int key = random.nextInt(KEYS);
            int choice = random.nextInt(1_000);
            if (choice < 2) {
                updateAll(calls, sweeping.eviction);
            } else if (choice < 122) {
                update(calls, key);
            } else {
                long least = evicted.get(key * STRIDE);
                stale += Long.parseLong(read(calls, key, sweeping.tags)) < least ? 1 : 0;
            }
        }
        return stale;
    }

    private void updateAll(Calls calls, Eviction all) throws StoreException {
        long[] written = new long[KEYS];
        for (int key = 0; key < KEYS; key++) {
            written[key] = source.incrementAndGet(key * STRIDE);
        }
        calls.store.evict(all, calls.engine.newBudget());
        for (int key = 0; key < KEYS; key++) {
            evicted.accumulateAndGet(key * STRIDE, written[key], Math::max);
        }
    }

    private void update(Calls calls, int key) throws StoreException {
        long written = source.incrementAndGet(key * STRIDE);
        calls.store.evict(Eviction.ofKey("shop:" + key), calls.engine.newBudget());
        evicted.accumulateAndGet(key * STRIDE, written, Math::max);
    }

    private String read(Calls calls, int key, List<String> tags) throws Exception {
        Object recalled = calls.method.recall(key, null);
        Object found = Miss.isMiss(recalled) && tags.isEmpty() ? calls.method.find("shop:" + key, key, null) : recalled;
        return (String)
                (Miss.isMiss(found)
                        ? calls.call("shop:" + key, () -> tags, () -> "" + source.get(key * STRIDE), () -> false)
                        : found);
    }
}
