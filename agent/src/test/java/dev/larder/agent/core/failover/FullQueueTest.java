package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What callers can pile up while Redis does not answer. */
final class FullQueueTest extends StoreOverRealRedis {

    private static final int THREADS = 100;
    private static final int CALLS = 20_000;

    /** Of what is alive, with journal and memory full. Without bounds the commands alone would take a multiple. */
    private static final long MOST_BYTES = 24 << 20;

    @Test
    void h74_hundredThreadsWhileRedisIsStopped_queueIsBounded() throws Exception {
        server.pause();
        try {
            long before = liveBytes();
            long calls = call();
            assertThat(calls).isEqualTo(CALLS);
            assertThat(liveBytes() - before).isLessThan(MOST_BYTES);
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        } finally {
            server.resume();
        }
    }

    @Test
    void h74_hundredThreadsWhileRedisIsAway_queueIsBounded() throws Exception {
        server.kill();
        try {
            awaitMode(Mode.MEMORY);
            long before = liveBytes();
            call();
            assertThat(liveBytes() - before).isLessThan(MOST_BYTES);
        } finally {
            server.restart();
        }
    }

    /** Lookups of all threads, and in every tenth call an eviction of another key. */
    private long call() throws InterruptedException {
        AtomicLong done = new AtomicLong();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    for (long call = done.getAndIncrement(); call < CALLS; call = done.getAndIncrement()) {
                        use("key-of-some-length:" + call, call % 10 == 0);
                    }
                } catch (InterruptedException e) {
                    return;
                }
            });
            threads.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return Math.min(done.get(), CALLS);
    }

    private void use(String key, boolean evicts) {
        try {
            if (evicts) {
                store.evict(Eviction.ofKey(key), millis(50));
            } else {
                store.lookup(new EntryId(key, "f"), millis(50));
            }
        } catch (StoreException e) {
            // Redis does not answer.
        }
    }

    private static long liveBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
