package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often the source of the data is asked, by processes over one Redis that is in whatever state. */
@Timeout(120)
@Silent
final class ColdKeyTest {

    private static final int PROCESSES = 8;
    private static final int CALLERS = 25;

    /** For a real Redis on a machine that is busy with other things. */
    private static final Duration UNHURRIED = Duration.ofSeconds(5);

    /** Longer than a call waits for all its commands together. */
    private static final Duration LATE =
            RedisConfig.DEFAULT_TIMEOUT.multipliedBy(3).dividedBy(2);

    /** So long that no wait for somebody else's load ends by itself within a test. */
    private static final LoadConfig PATIENT = Calls.lease(Duration.ofMinutes(1));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RedisServer redis = RedisServer.start();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<FailoverStore> stores = new ArrayList<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
        stores.forEach(FailoverStore::close);
        proxies.forEach(FaultProxy::close);
        redis.close();
    }

    /** What Redis does when the callers come. */
    enum State {
        FROZEN,
        CUT_OFF,
        KILLED,
        RESTARTED,
        ANSWERS_LATE,
        FULL,
        GOES_WHILE_THE_BODY_RUNS
    }

    @ParameterizedTest
    @EnumSource
    void f18_h58_coldKeyInEightProcesses_bodyRunsOnceInEachAtMost(State state) throws Exception {
        List<Shop> shops = shops(RedisConfig.DEFAULT_TIMEOUT);
        switch (state) {
            case FROZEN -> redis.pause();
            case CUT_OFF -> proxies.forEach(FaultProxy::blackHole);
            case KILLED -> redis.kill();
            case RESTARTED -> {
                redis.kill();
                redis.restart();
            }
            case ANSWERS_LATE -> proxies.forEach(proxy -> proxy.delayAnswers(LATE));
            case FULL -> redis.command("CONFIG", "SET", "maxmemory", "1");
            default -> {}
        }
        AtomicInteger runs = new AtomicInteger();
        List<Future<Object>> all = callsOf(shops, runs, state == State.GOES_WHILE_THE_BODY_RUNS);
        for (Future<Object> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("loaded");
        }
        if (state == State.FROZEN || state == State.GOES_WHILE_THE_BODY_RUNS) {
            redis.resume();
        }
        assertThat(runs.get()).isBetween(1, PROCESSES);
    }

    /** With time enough for Redis: a call that is not answered in time rightly runs its body, and starved ones are not. */
    @Test
    void h58_coldKeyInEightProcesses_redisAnswers_bodyRunsOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (Future<Object> each : callsOf(shops(UNHURRIED), runs, false)) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("loaded");
        }
        assertThat(runs).hasValue(1);
    }

    private List<Shop> shops(Duration timeout) {
        List<Shop> shops = new ArrayList<>();
        CountDownLatch notBegun = new CountDownLatch(PROCESSES * CALLERS);
        for (int i = 0; i < PROCESSES; i++) {
            FaultProxy proxy = FaultProxy.to(redis.port());
            proxies.add(proxy);
            FailoverStore store = storeOver(proxy.url(), timeout);
            stores.add(store);
            store.start();
            shops.add(new Shop(Calls.within(timeout, new StartLine(store, notBegun), PATIENT)));
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> stores.stream()
                .allMatch(store -> store.status().mode() == Mode.REDIS));
        return shops;
    }

    private static FailoverStore storeOver(String url, Duration timeout) {
        AgentConfig config = Configs.over(
                new RedisConfig(
                        url, timeout, RedisConfig.DEFAULT_CONNECT_TIMEOUT, RedisConfig.DEFAULT_EVICTION_TIMEOUT),
                PATIENT);
        return FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), nanos -> {}),
                () -> MemoryStore.create(MemoryConfig.defaults(), PATIENT, Ticker.system()),
                config.redis(),
                AgentThreads.background(),
                Ticker.system());
    }

    /** All callers of all processes; the first body may end Redis. */
    private List<Future<Object>> callsOf(List<Shop> shops, AtomicInteger runs, boolean endingRedis) {
        List<Future<Object>> all = new ArrayList<>();
        for (Shop shop : shops) {
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(threads.submit(() -> shop.call(() -> {
                    boolean isFirst = runs.incrementAndGet() == 1;
                    shop.awaitOtherCallers();
                    if (isFirst && endingRedis) {
                        redis.pause();
                    }
                    takeLongerThanACallWaitsForRedis();
                    return "loaded";
                })));
            }
        }
        return all;
    }

    private static void takeLongerThanACallWaitsForRedis() {
        Awaitility.await()
                .pollDelay(RedisConfig.DEFAULT_TIMEOUT.multipliedBy(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> true);
    }

    /** One process, and how many of its callers have their value. */
    private static final class Shop {

        private final Calls calls;
        private final AtomicInteger served = new AtomicInteger();

        Shop(Calls calls) {
            this.calls = calls;
        }

        Object call(Callable<Object> body) throws Exception {
            Object found = calls.call("shop:7", body);
            served.incrementAndGet();
            return found;
        }

        /** Until each waits for the body that calls this, or has its value: a starved one may share it for a second only. */
        void awaitOtherCallers() {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> calls.engine.flights().waiting() + served.get() == CALLERS - 1);
        }
    }

    /** Holds the first look of each call up until all have begun: who begins later may not share what began before. */
    private static final class StartLine extends ForwardingStore {

        private final CountDownLatch notBegun;

        StartLine(FailoverStore store, CountDownLatch notBegun) {
            super(store);
            this.notBegun = notBegun;
        }

        @Override
        public Lookup lookup(EntryId id, Budget budget) throws StoreException {
            notBegun.countDown();
            try {
                assertThat(notBegun.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new StoreException("stopped", e);
            }
            return super.lookup(id, budget);
        }
    }
}
