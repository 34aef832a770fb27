package dev.larder.agent.core.engine.batch;

import static dev.larder.agent.core.engine.batch.BatchNode.ids;
import static dev.larder.agent.core.engine.batch.BatchNode.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two calls at once that want some of the same ids: in one process, and in two with one Redis. */
@Silent
@Timeout(60)
final class OverlappingBatchesTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<RedisConnector> connectors = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
        connectors.forEach(RedisConnector::close);
    }

    @Test
    void inOneProcess_theLaterCallLoadsItsOwnFirstAndGetsTheOthersFromTheEarlierOne() throws Exception {
        BatchNode process =
                new BatchNode(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
        laterCallLoadsItsOwnFirst(process, process);
        assertThat(process.stats.snapshot().errors()).isZero();
    }

    @Test
    void inTwoProcesses_theLaterCallLoadsItsOwnFirstAndGetsTheOthersFromTheEarlierOne() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            laterCallLoadsItsOwnFirst(new BatchNode(connect(server)), new BatchNode(connect(server)));
        }
    }

    /** While the first body is held up, the second call has run and stored what nobody else loads. */
    private void laterCallLoadsItsOwnFirst(BatchNode first, BatchNode second) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Object> earlier = threads.submit(() -> first.call(ids(1, 10), ids -> {
            begun.countDown();
            await(end);
        }));
        await(begun);
        CountDownLatch own = new CountDownLatch(1);
        Future<Object> later = threads.submit(() -> second.call(ids(5, 15), ids -> own.countDown()));
        await(own);
        assertThat(second.call(ids(11, 15), ids -> {})).isEqualTo(valuesOf(ids(11, 15)));
        assertThat(later.isDone()).isFalse();
        end.countDown();

        assertThat(earlier.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(ids(1, 10)));
        assertThat(later.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(ids(5, 15)));
        assertThat(first.runs).contains(ids(1, 10));
        assertThat(second.runs).contains(ids(11, 15));
        assertThat(first.runs.size() + (first == second ? 0 : second.runs.size()))
                .isEqualTo(2);
    }

    /** Such as one that hands the method for one id to a pool: only the first of its ids is waited for. */
    @Test
    void bodyAsksForItsOwnIdsOnAnotherThread_waitsForOneOfThem() {
        LoadConfig limits = new LoadConfig(Duration.ofMillis(300), LoadConfig.DEFAULT_MAX_VALUE_BYTES);
        BatchNode process = new BatchNode(MemoryStore.create(MemoryConfig.defaults(), limits, Ticker.system()), limits);
        long startNanos = System.nanoTime();
        Object found = process.call(ids(1, 10), ids -> {
            if (ids.size() == 10) {
                ids.forEach(id -> onAnotherThread(() -> process.call(List.of(id), own -> {})));
            }
        });
        assertThat(found).isEqualTo(valuesOf(ids(1, 10)));
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                .isLessThan(limits.lease().multipliedBy(2 * 4));
    }

    private void onAnotherThread(Callable<Object> call) {
        assertThat(threads.submit(call)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void interruptedWhileItWaits_loadsTheRestItselfAndStaysInterrupted() throws Exception {
        BatchNode process =
                new BatchNode(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Object> earlier = threads.submit(() -> process.call(ids(1, 3), ids -> {
            begun.countDown();
            await(end);
        }));
        await(begun);
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        Future<Boolean> later = threads.submit(() -> {
            Object result = process.call(ids(2, 5), ids -> waiting.complete(Thread.currentThread()));
            assertThat(result).isEqualTo(valuesOf(ids(2, 5)));
            return Thread.interrupted();
        });
        waiting.get(30, TimeUnit.SECONDS).interrupt();

        assertThat(later.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.runs).containsExactly(ids(1, 3), ids(4, 5), ids(2, 3));
        end.countDown();
        assertThat(earlier.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(ids(1, 3)));
        assertThat(process.stats.snapshot().errors()).isZero();
    }

    /** Each has claimed what the other one wants next, and gets that when its own is stored. */
    @Test
    void inTwoProcesses_callsThatHoldWhatTheOtherWants_bothEnd() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            BatchNode first = new BatchNode(connect(server));
            BatchNode second = new BatchNode(connect(server));
            CountDownLatch failingBegun = new CountDownLatch(1);
            CountDownLatch fail = new CountDownLatch(1);
            Future<Object> failing = threads.submit(() -> second.call(ids(11, 20), ids -> {
                failingBegun.countDown();
                await(fail);
                throw new IllegalStateException("theirs");
            }));
            await(failingBegun);
            CountDownLatch bothHold = new CountDownLatch(2);
            CountDownLatch firstHolds = new CountDownLatch(1);
            Future<Object> one = threads.submit(() -> first.call(ids(1, 20), ids -> {
                firstHolds.countDown();
                bothHold.countDown();
                await(bothHold);
            }));
            await(firstHolds);
            fail.countDown();
            assertThat(failing).failsWithin(Duration.ofSeconds(30));
            Future<Object> other = threads.submit(() -> second.call(ids(1, 20), ids -> {
                bothHold.countDown();
                await(bothHold);
            }));
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(ids(1, 20)));
            assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(ids(1, 20)));
            assertThat(first.runs).containsExactly(ids(1, 10));
            assertThat(second.runs).containsExactly(ids(11, 20), ids(11, 20));
        }
    }

    /** What is left to another process has not been waited for: nobody gives up because others of his process have left it, too. */
    @Test
    void inTwoProcesses_manyCallersOfWhatTheOtherLoads_doNotRunTheBodyEach() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            BatchNode first = new BatchNode(connect(server));
            BatchNode second = new BatchNode(connect(server));
            CountDownLatch begun = new CountDownLatch(1);
            List<Future<Object>> calls = new ArrayList<>();
            calls.add(threads.submit(() -> first.call(ids(1, 300), ids -> {
                begun.countDown();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
            })));
            await(begun);
            for (int i = 0; i < 10; i++) {
                calls.add(threads.submit(() -> second.call(ids(1, 300), ids -> {})));
            }
            for (Future<Object> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(ids(1, 300)));
            }
            assertThat(first.runs).hasSize(1);
            assertThat(second.runs).isEmpty();
            assertThat(second.stats.snapshot().errors()).isZero();
        }
    }

    /** A body that throws leaves no lease behind for which others would wait, also of more ids than a connection takes at once. */
    @Test
    void inTwoProcesses_bodyThrows_theOtherOneLoadsAtOnce() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            BatchNode first = new BatchNode(connect(server));
            BatchNode second = new BatchNode(connect(server));
            IllegalStateException theirs = new IllegalStateException("theirs");
            Future<Object> failing = threads.submit(() -> {
                try {
                    return first.call(ids(1, 6_000), ids -> {
                        throw theirs;
                    });
                } catch (IllegalStateException thrown) {
                    return thrown;
                }
            });
            assertThat(failing.get(30, TimeUnit.SECONDS)).isSameAs(theirs);
            long start = System.nanoTime();
            assertThat(second.call(ids(1, 6_000), ids -> {})).isEqualTo(valuesOf(ids(1, 6_000)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(second.runs).containsExactly(ids(1, 6_000));
        }
    }

    /** Together they have more commands than a connection takes at once. */
    @Test
    void manyBatchesAtOnce_waitForRoomAndAreAllHits() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            BatchNode node = new BatchNode(connect(server));
            List<Object> all = ids(1, 2_000);
            assertThat(node.call(all, ids -> {})).isEqualTo(valuesOf(all));
            int callers = 12;
            CountDownLatch start = new CountDownLatch(callers);
            List<Future<Object>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(threads.submit(() -> {
                    start.countDown();
                    await(start);
                    return node.call(all, ids -> {});
                }));
            }
            for (Future<Object> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(valuesOf(all));
            }
            assertThat(node.runs).containsExactly(all);
            assertThat(node.stats.snapshot().errors()).isZero();
            assertThat(node.stats.snapshot().stores()).isEqualTo(2_000);
        }
    }

    /** What it reads may be its own, and another load may wait for its rows. */
    @Test
    void inATransactionThatMayWrite_hitsAreServed_theRestIsLoadedWithoutWaitingAndNotStored() throws Exception {
        BatchNode node =
                new BatchNode(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
        node.call(ids(1, 3), ids -> {});
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Object> other = threads.submit(() -> node.call(ids(4, 5), ids -> {
            begun.countDown();
            await(end);
        }));
        await(begun);
        node.isInTransaction = true;
        assertThat(node.call(ids(2, 6), ids -> {})).isEqualTo(valuesOf(ids(2, 6)));
        node.isInTransaction = false;
        end.countDown();
        other.get(30, TimeUnit.SECONDS);
        node.call(ids(1, 6), ids -> {});
        assertThat(node.runs).containsExactly(ids(1, 3), ids(4, 5), ids(4, 6), ids(6, 6));
    }

    private CacheStore connect(RedisServer server) throws Exception {
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                "shop",
                RedisConfig.at(server.url()),
                defaults.memory(),
                defaults.load(),
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
        RedisConnector connector = RedisConnector.create(config, Ticker.system(), nanos -> {});
        connectors.add(connector);
        return connector.connect(new RecordingListener());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
