package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How soon {@link FailoverStore} leaves a real Redis and comes back to it, and what that costs calls: the promises in
 * time. Each of them is tried until it is kept once, since other work on the machine delays some tries.
 */
@Alone
final class ModeTimesTest extends RealRedis {

    private static final Duration LOSS_SHOWS = Duration.ofSeconds(1);

    /** Of one that was frozen: its connection is still there. */
    private static final Duration RETURN_SHOWS = Duration.ofSeconds(2);

    private static final Duration RESTART_SHOWS = Duration.ofSeconds(5);
    private static final Duration FOR_LONG = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofMillis(100);
    private static final EntryId K = new EntryId("k", "f1");

    private FaultProxy proxy;

    @BeforeEach
    void startProxy() {
        proxy = FaultProxy.to(server.port());
    }

    @AfterEach
    void endProxy() {
        proxy.close();
    }

    /** For the next try: as if nothing had been lost before. */
    private void connectAnew(String url) {
        store.close();
        store = storeOver(url);
        store.start();
        awaitMode(Mode.REDIS);
    }

    @Test
    void redisKilled_idle_isMemoryWithinASecond() throws Exception {
        Took.Action restart = () -> {
            server.kill();
            server.restart();
            connectAnew(server.url());
        };
        assertThat(Took.atBest(LOSS_SHOWS, restart, () -> {
                    server.kill();
                    awaitMode(Mode.MEMORY);
                }))
                .isLessThan(LOSS_SHOWS);
        server.restart();
    }

    @Test
    void redisStopped_idle_isMemoryWithinASecond() throws Exception {
        Took.Action restart = () -> {
            server.kill();
            server.restart();
            connectAnew(server.url());
        };
        assertThat(Took.atBest(LOSS_SHOWS, restart, () -> {
                    server.stop();
                    awaitMode(Mode.MEMORY);
                }))
                .isLessThan(LOSS_SHOWS);
        server.restart();
    }

    @Test
    void redisKilled_startedAgain_isRedisWithinFiveSeconds() throws Exception {
        Took.Action lose = () -> {
            connectAnew(server.url());
            server.kill();
            awaitMode(Mode.MEMORY);
        };
        assertThat(Took.atBest(RESTART_SHOWS, lose, () -> {
                    server.restart();
                    awaitMode(Mode.REDIS);
                }))
                .isLessThan(RESTART_SHOWS);
    }

    @Test
    void connectionCutOff_idle_isMemoryWithinASecond() throws Exception {
        assertThat(Took.atBest(LOSS_SHOWS, this::connectThroughTheProxy, () -> {
                    proxy.cut();
                    awaitMode(Mode.MEMORY);
                }))
                .isLessThan(LOSS_SHOWS);
    }

    @Test
    void connectionThatLosesAnswers_idle_isMemoryWithinASecond() throws Exception {
        assertThat(Took.atBest(LOSS_SHOWS, this::connectThroughTheProxy, () -> {
                    proxy.swallow(FaultProxy.Direction.TO_CLIENT);
                    awaitMode(Mode.MEMORY);
                }))
                .isLessThan(LOSS_SHOWS);
    }

    private void connectThroughTheProxy() {
        proxy.heal();
        connectAnew(proxy.url());
    }

    @Test
    void h75_redisFrozen_idle_isMemoryWithinASecond() throws Exception {
        try {
            assertThat(Took.atBest(LOSS_SHOWS, this::thaw, () -> {
                        server.pause();
                        awaitMode(Mode.MEMORY);
                    }))
                    .isLessThan(LOSS_SHOWS);
        } finally {
            server.resume();
        }
    }

    private void thaw() {
        server.resume();
        connectAnew(server.url());
    }

    @Test
    void h75_redisFrozen_idle_isRedisWithinTwoSecondsOfItsReturn() throws Exception {
        assertThat(returnAtBestAfter(() -> awaitMode(Mode.MEMORY))).isLessThan(RETURN_SHOWS);
    }

    /** So long that the connection was given up, and one attempt to connect as well. */
    @Test
    void h75_redisFrozenForLong_isRedisWithinTwoSecondsOfItsReturn() throws Exception {
        assertThat(returnAtBestAfter(() -> pass(FOR_LONG))).isLessThan(RETURN_SHOWS);
    }

    /** From when Redis goes on until it is used, after having been frozen for as long as {@code frozen} takes. */
    private Duration returnAtBestAfter(Took.Action frozen) throws Exception {
        Took.Action freeze = () -> {
            connectAnew(server.url());
            server.pause();
            try {
                frozen.run();
            } finally {
                server.resume();
            }
        };
        return Took.atBest(RETURN_SHOWS, freeze, () -> awaitMode(Mode.REDIS));
    }

    @Test
    void h75_redisFrozen_noCallPaysMoreThanItsBudgetAndTheTenthPaysNothing() {
        server.pause();
        try {
            int slow = 0;
            long quickestSlow = Long.MAX_VALUE;
            for (int i = 0; i < 30; i++) {
                long start = System.nanoTime();
                try {
                    store.lookup(K, call());
                } catch (StoreException e) {
                    slow++;
                    quickestSlow = Math.min(quickestSlow, System.nanoTime() - start);
                }
            }
            assertThat(Duration.ofNanos(quickestSlow)).isBetween(CALL.minusMillis(10), CALL.multipliedBy(2));
            assertThat(slow).isBetween(1, 9);
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        } finally {
            server.resume();
        }
        awaitMode(Mode.REDIS);
    }

    /** Not for as long as connecting may take. */
    @Test
    void h75_blackHoleFromTheFirstCall_costsNoMoreThanTheBudgetAndThenNothing() throws Exception {
        proxy.blackHole();
        Took.Action start = () -> {
            store.close();
            store = storeOver(proxy.url());
            store.start();
        };
        assertThat(Took.atBest(CALL.multipliedBy(2), start, () -> assertThat(store.lookup(K, call()))
                        .isEqualTo(Lookup.ABSENT)))
                .isBetween(CALL.minusMillis(10), CALL.multipliedBy(2));
        awaitMode(Mode.MEMORY);
        for (int i = 0; i < 100; i++) {
            Budget budget = call();
            store.lookup(K, budget);
            assertThat(budget.spentNanos()).isZero();
        }
        proxy.heal();
        awaitMode(Mode.REDIS);
    }

    @Test
    void f46_evictRedisFrozen_returnsAfterTheEvictionTimeout() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        try {
            assertThat(Took.atBest(timeout.plusMillis(300), this::freezeAnew, () -> assertThat(
                                    store.evict(Eviction.ofKey("k"), call()))
                            .isEqualTo(1)))
                    .as("although Redis stays frozen")
                    .isBetween(timeout.minusMillis(100), timeout.plusMillis(300));
        } finally {
            server.resume();
        }
    }

    private void freezeAnew() {
        thaw();
        server.pause();
    }

    @Test
    void start_nobodyThere_returnsAtOnceAndIsMemoryWithinASecond() throws Exception {
        RedisServer nobody = RedisServer.stopped();
        Took.Action create = () -> {
            store.close();
            store = storeOver(nobody.url());
        };
        Duration atOnce = Duration.ofMillis(100);
        assertThat(Took.atBest(atOnce, create, () -> store.start())).isLessThan(atOnce);
        assertThat(Took.atBest(LOSS_SHOWS, create, () -> {
                    store.start();
                    awaitMode(Mode.MEMORY);
                }))
                .isLessThan(LOSS_SHOWS);
    }

    @Test
    void close_inUse_doesNotTakeNettysQuietPeriodOfTwoSeconds() throws Exception {
        Duration prompt = Duration.ofMillis(500);
        assertThat(Took.atBest(prompt, () -> connectAnew(server.url()), () -> store.close()))
                .isLessThan(prompt);
    }

    /** Time that has to pass. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    private static Budget call() {
        return millis(CALL.toMillis());
    }
}
