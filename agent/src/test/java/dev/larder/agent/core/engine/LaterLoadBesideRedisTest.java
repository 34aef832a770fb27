package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of methods that return a stage wait for nothing, whatever becomes of Redis. */
@Silent
@Timeout(60)
final class LaterLoadBesideRedisTest {

    /** What an event loop notices. Redis is held for much longer. */
    private static final long MOST_MILLIS = 90;

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(server.port());
    private final ScheduledExecutorService background = AgentThreads.background();
    private final ScheduledExecutorService eventLoop = Executors.newSingleThreadScheduledExecutor();
    private FailoverStore store;
    private RedisConnector connector;
    private Calls calls;

    @BeforeEach
    void connect() {
        connector = RedisConnector.create(Configs.over(proxy.url()), Ticker.system(), nanos -> {});
        store = FailoverStore.over(
                connector,
                MemoryStores.fallbacks(MemoryConfig.defaults(), LoadConfig.defaults(), background, Ticker.system()),
                RedisConfig.at(proxy.url()),
                background,
                Ticker.system());
        calls = Calls.over(store);
        store.start();
        Awaitility.await().until(() -> store.status().mode() == Mode.REDIS);
    }

    @AfterEach
    void disconnect() {
        eventLoop.shutdownNow();
        store.close();
        connector.close();
        background.shutdownNow();
        proxy.close();
        server.close();
    }

    @Test
    void h119_redisIsHeldForFiveSeconds_otherTasksOfTheEventLoopRunOnTime() throws Exception {
        CompletableFuture<Object> before = onTheLoop("shop:0", "found").get(10, TimeUnit.SECONDS);
        assertThat(before.get(10, TimeUnit.SECONDS)).isEqualTo("found");
        List<Long> lateMillis = new ArrayList<>();
        List<CompletableFuture<Object>> all = new ArrayList<>();
        proxy.hold(FaultProxy.Direction.TO_CLIENT);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        for (int i = 0; System.nanoTime() - endNanos < 0; i++) {
            int number = i % 50;
            long sentNanos = System.nanoTime();
            Future<CompletableFuture<Object>> called = onTheLoop("shop:" + number, "loaded");
            eventLoop
                    .submit(() -> lateMillis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos)))
                    .get(10, TimeUnit.SECONDS);
            all.add(called.get());
            eventLoop.schedule(() -> {}, 5, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
        }
        proxy.heal();
        for (CompletableFuture<Object> each : all) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isIn("loaded", "found");
        }
        assertThat(lateMillis).hasSizeGreaterThan(200);
        assertThat(lateMillis.stream().filter(late -> late > MOST_MILLIS).count())
                .as("late: %s", lateMillis)
                .isLessThanOrEqualTo(lateMillis.size() / 100);
    }

    private Future<CompletableFuture<Object>> onTheLoop(String key, String value) {
        return eventLoop.submit(() -> calls.later(key, () -> CompletableFuture.completedFuture(value)));
    }

    @Test
    void redisIsStopped_callsGoOnInMemory_andFindWhatIsThereWhenItIsBack() throws Exception {
        server.stop();
        Awaitility.await().until(() -> store.status().mode() == Mode.MEMORY);
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThat(calls.later("shop:7", () -> CompletableFuture.completedFuture("run " + runs.incrementAndGet()))
                            .join())
                    .isEqualTo("run 1");
        }
        CompletableFuture<Object> work = new CompletableFuture<>();
        CompletableFuture<Object> across = calls.later("shop:8", () -> work);
        server.restart();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.status().mode() == Mode.REDIS);
        work.complete("begun in memory");
        assertThat(across.get(10, TimeUnit.SECONDS)).isEqualTo("begun in memory");
        assertThat(calls.later("shop:8", () -> CompletableFuture.completedFuture("anew"))
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo("anew");
    }

    /** As long as it is not known whether Redis is there. */
    @Test
    void silentFromTheStart_callerWaitsForNothing() throws Exception {
        proxy.blackHole();
        try (RedisConnector silent = RedisConnector.create(Configs.over(proxy.url()), Ticker.system(), nanos -> {});
                FailoverStore connecting = FailoverStore.over(
                        silent,
                        MemoryStores.fallbacks(
                                MemoryConfig.defaults(), LoadConfig.defaults(), background, Ticker.system()),
                        RedisConfig.at(proxy.url()),
                        background,
                        Ticker.system())) {
            Calls early = Calls.within(Duration.ofSeconds(2), connecting, LoadConfig.defaults());
            connecting.start();
            CompletableFuture<Object> work = new CompletableFuture<>();
            CompletableFuture<Object> given = early.later("shop:7", () -> work);
            assertThat(given).isNotDone();
            work.complete("a");
            assertThat(given.get(20, TimeUnit.SECONDS)).isEqualTo("a");
        }
    }
}
