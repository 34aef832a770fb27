package dev.larder.agent.core.engine.batch;

import static dev.larder.agent.core.engine.batch.BatchNode.ids;
import static dev.larder.agent.core.engine.batch.BatchNode.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls whose callers go on, of several processes and in one: who waits for whom, on no thread. */
@Timeout(60)
final class LaterBatchesTest {

    private static final LoadConfig SHORT = new LoadConfig(Duration.ofMillis(300), LoadConfig.DEFAULT_MAX_VALUE_BYTES);

    private static RedisServer server;
    private final List<RedisConnector> connectors = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = RedisServer.start();
    }

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void disconnect() {
        connectors.forEach(RedisConnector::close);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void inTwoProcesses_theLaterCallLoadsItsOwnFirstAndGetsTheOthersFromTheEarlierOne() throws Exception {
        BatchNode first = new BatchNode(redis());
        BatchNode second = new BatchNode(redis());
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> earlier = first.later(ids(1, 10), ids -> source);
        Awaitility.await().until(() -> source.getNumberOfDependents() > 0);
        CompletableFuture<Object> later = second.later(ids(5, 15), LaterBatchesTest::atOnce);
        Awaitility.await().until(() -> second.runs.size() == 1);
        assertThat(second.call(ids(11, 15), ids -> {})).isEqualTo(valuesOf(ids(11, 15)));
        assertThat(later).isNotDone();
        source.complete(valuesOf(ids(1, 10)));
        assertThat(soon(earlier)).isEqualTo(valuesOf(ids(1, 10)));
        assertThat(soon(later)).isEqualTo(valuesOf(ids(5, 15)));
        assertThat(first.runs).containsExactly(ids(1, 10));
        assertThat(second.runs).containsExactly(ids(11, 15));
        assertThat(second.stats.snapshot().errors()).isZero();
    }

    /** Nobody waits for it for ever. When it ends after all, it is stored if nobody else has loaded. */
    @Test
    void stageThatDoesNotEnd_othersLoadThemselves() throws Exception {
        for (CacheStore store : List.of(memory(), redis())) {
            BatchNode node = new BatchNode(store, SHORT);
            CompletableFuture<Object> source = new CompletableFuture<>();
            CompletableFuture<Object> hanging = node.later(ids(1, 300), ids -> source);
            Awaitility.await().until(() -> source.getNumberOfDependents() > 0);
            CompletableFuture<Object> other = node.later(ids(2, 301), LaterBatchesTest::atOnce);
            assertThat(soon(other)).isEqualTo(valuesOf(ids(2, 301)));
            assertThat(node.call(ids(2, 301), ids -> {})).isEqualTo(valuesOf(ids(2, 301)));
            assertThat(hanging).isNotDone();
            source.complete(valuesOf(ids(1, 300)));
            assertThat(soon(hanging)).isEqualTo(valuesOf(ids(1, 300)));
            assertThat(node.stats.snapshot().errors()).isZero();
        }
    }

    /** Both its callers and its bodies' results need the same single thread, as on an event loop. */
    @Test
    void oneThreadForAll_nothingBlocksIt() throws Exception {
        ExecutorService loop = Executors.newSingleThreadExecutor();
        try {
            for (CacheStore store : List.of(memory(), redis())) {
                BatchNode node = new BatchNode(store);
                List<CompletableFuture<Object>> calls = new ArrayList<>();
                loop.submit(() -> {
                            for (int i = 0; i < 20; i++) {
                                calls.add(node.later(
                                        ids(i, i + 30),
                                        ids -> CompletableFuture.supplyAsync(() -> valuesOf(ids), loop)));
                            }
                        })
                        .get(30, TimeUnit.SECONDS);
                for (int i = 0; i < 20; i++) {
                    assertThat(soon(calls.get(i))).isEqualTo(valuesOf(ids(i, i + 30)));
                }
                assertThat(node.stats.snapshot().errors()).isZero();
                assertThat(node.runs.stream().mapToInt(List::size).sum()).isBetween(50, 60);
            }
        } finally {
            loop.shutdownNow();
        }
    }

    /** A chain of many flights that have landed at the same moment is not a recursion. */
    @Test
    void manyFlightsLandAtOnce() throws Exception {
        BatchNode node = new BatchNode(memory());
        CompletableFuture<Object> source = new CompletableFuture<>();
        node.later(ids(1, 20_000), ids -> source);
        CompletableFuture<Object> waiting = node.later(ids(1, 20_000), LaterBatchesTest::atOnce);
        source.complete(valuesOf(ids(1, 20_000)));
        assertThat(soon(waiting)).isEqualTo(valuesOf(ids(1, 20_000)));
        assertThat(node.runs).hasSize(1);
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    void insideATransaction_hitsAreServed_elseTheBodyRunsForAllOnTheCallersThread() throws Exception {
        for (CacheStore store : List.of(memory(), redis())) {
            BatchNode node = new BatchNode(store);
            soon(node.later(ids(1, 3), LaterBatchesTest::atOnce));
            node.isInTransaction = true;
            Thread caller = Thread.currentThread();
            CompletableFuture<Object> given = node.later(ids(3, 5), ids -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                return CompletableFuture.completedFuture(Map.of(3L, "own", 4L, "own", 5L, "own"));
            });
            assertThat(given).isCompletedWithValue(Map.of(3L, "own", 4L, "own", 5L, "own"));
            node.isInTransaction = false;
            assertThat(soon(node.later(ids(1, 5), LaterBatchesTest::atOnce))).isEqualTo(valuesOf(ids(1, 5)));
            assertThat(node.runs).containsExactly(ids(1, 3), ids(3, 5), ids(4, 5));
            assertThat(node.stats.snapshot().bypasses()).isEqualTo(1);
        }
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    void completedInsideATransaction_isNotStored() throws Exception {
        BatchNode node = new BatchNode(redis());
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> given = node.later(ids(1, 3), ids -> source);
        Awaitility.await().until(() -> source.getNumberOfDependents() > 0);
        node.isInTransaction = true;
        source.complete(valuesOf(ids(1, 3)));
        node.isInTransaction = false;
        assertThat(soon(given)).isEqualTo(valuesOf(ids(1, 3)));
        soon(node.later(ids(1, 3), LaterBatchesTest::atOnce));
        assertThat(node.runs).hasSize(2);
    }

    /** Without leases, the body still runs, and the futures are completed. */
    @Test
    void redisIsGone_bodiesRun() throws Exception {
        RedisServer own = RedisServer.start();
        BatchNode node = new BatchNode(connect(own));
        soon(node.later(ids(1, 3), LaterBatchesTest::atOnce));
        own.close();
        assertThat(soon(node.later(ids(1, 5), LaterBatchesTest::atOnce))).isEqualTo(valuesOf(ids(1, 5)));
        assertThat(node.runs).containsExactly(ids(1, 3), ids(1, 5));
    }

    private static CompletableFuture<Object> atOnce(List<?> ids) {
        return CompletableFuture.completedFuture(valuesOf(ids));
    }

    private static Object soon(CompletableFuture<Object> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static CacheStore memory() {
        return MemoryStore.create(MemoryConfig.defaults(), SHORT, Ticker.system());
    }

    private CacheStore redis() throws Exception {
        return connect(server);
    }

    private CacheStore connect(RedisServer redis) throws Exception {
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                "shop",
                RedisConfig.at(redis.url()),
                defaults.memory(),
                SHORT,
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
        RedisConnector connector = RedisConnector.create(config, Ticker.system(), nanos -> {});
        connectors.add(connector);
        return connector.connect(new RecordingListener());
    }
}
