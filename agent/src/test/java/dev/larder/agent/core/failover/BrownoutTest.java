package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.stats.LatencyHistogram;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that lives, and answers later than calls can wait. */
final class BrownoutTest {

    private static final EntryId K = new EntryId("k", "f1");
    private static final Duration SLOW = Duration.ofMillis(150);

    @AutoClose
    private static RedisServer server;

    private HeardModes modes;
    private final LatencyHistogram gets = new LatencyHistogram(Ticker.system(), Duration.ofSeconds(30));
    private FaultProxy proxy;
    private FailoverStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() {
        server.flush();
        proxy = FaultProxy.to(server.port());
        store = storeOver(RedisConfig.DEFAULT_TIMEOUT);
        store.start();
        awaitMode(Mode.REDIS);
    }

    @AfterEach
    void disconnect() {
        store.close();
        proxy.close();
    }

    @Test
    void f16_callsAreNotAnsweredInTime_memoryAnswersAfterAFew() throws StoreException {
        proxy.delayAnswers(SLOW);
        int waited = 0;
        for (int i = 0; i < 40; i++) {
            waited += isAnswered() ? 0 : 1;
        }
        assertThat(waited).isBetween(1, 9);
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.status().reason()).contains("does not answer in time", "larder.redis.timeout", "100 ms");
        for (int i = 0; i < 100; i++) {
            Budget budget = callBudget();
            store.lookup(K, budget);
            assertThat(budget.spentNanos()).as("waited").isZero();
        }
    }

    /** Between the calls its checks are answered, since those may wait longer. */
    @Test
    void f16_checksAreAnsweredInBetween_doNotHideThatCallsAreNot() {
        proxy.delayAnswers(SLOW);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    isAnswered();
                    return store.status().mode() == Mode.MEMORY;
                });
    }

    @Test
    void f16_nobodyCalls_isSeenAllTheSame() {
        proxy.delayAnswers(SLOW);
        awaitMode(Mode.MEMORY);
    }

    @Test
    void f16_reason_namesWhatItTookWhileItLasts() {
        proxy.delayAnswers(SLOW);
        awaitMode(Mode.MEMORY);
        Pattern figure = Pattern.compile("a read and a script took (\\d+) ms");
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            Matcher matcher = figure.matcher(store.status().reason());
            return matcher.find() && Integer.parseInt(matcher.group(1)) >= 2 * SLOW.toMillis();
        });
    }

    @Test
    void f16_fastAgain_isUsedAgainOverTheSameConnection() {
        int before = proxy.connections();
        proxy.delayAnswers(SLOW);
        awaitMode(Mode.MEMORY);
        proxy.delayAnswers(Duration.ZERO);
        awaitMode(Mode.REDIS);
        assertThat(proxy.connections()).isEqualTo(before);
        assertThat(modes.soFar()).containsExactly(Mode.REDIS, Mode.MEMORY, Mode.REDIS);
    }

    @Test
    void f16_slowForLong_doesNotComeAndGo() {
        proxy.delayAnswers(SLOW);
        awaitMode(Mode.MEMORY);
        await().pollDelay(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> true);
        assertThat(modes.soFar()).containsExactly(Mode.REDIS, Mode.MEMORY);
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
    }

    /** Other processes may read from it all the while: what is evicted here has to be gone there. */
    @Test
    void f16_evictionMeanwhile_reachesRedisBeforeItReturns() throws StoreException {
        store.putAll(Map.of(K, CacheStoreContract.entry("old")), 60_000, longBudget());
        assertThat(server.command("EXISTS", "shop:k")).isEqualTo(1L);
        proxy.delayAnswers(SLOW);
        awaitMode(Mode.MEMORY);
        store.evict(Eviction.ofKey("k"), longBudget());
        assertThat(server.command("EXISTS", "shop:k")).isEqualTo(0L);
        assertThat(store.journalSize()).isZero();
        proxy.delayAnswers(Duration.ZERO);
        awaitMode(Mode.REDIS);
        assertThat(store.lookup(K, longBudget())).isEqualTo(Lookup.ABSENT);
    }

    @Test
    void f16_loadUnderWay_isNotTakenForStored() throws StoreException {
        Claim.Granted loading = (Claim.Granted) store.claim(K, longBudget());
        proxy.delayAnswers(SLOW);
        awaitMode(Mode.MEMORY);
        assertThat(loading.lease().stands(longBudget())).isFalse();
        store.evict(Eviction.ofKey("k"), longBudget());
        assertThat(loading.lease().store(CacheStoreContract.entry("old"), 60_000, longBudget()))
                .isFalse();
        assertThat(server.command("EXISTS", "shop:k")).isEqualTo(0L);
    }

    @Test
    void f16_slowFromTheStart_isSeenByTheFirstCalls() {
        store.close();
        proxy.delayAnswers(SLOW);
        store = storeOver(RedisConfig.DEFAULT_TIMEOUT);
        store.start();
        awaitMode(Mode.REDIS);
        awaitMode(Mode.MEMORY);
    }

    /** Who gives calls the time they need gets the use of it. */
    @Test
    void f17_redisFarAway_isConnectedAndUsedWithALongerTimeout() throws StoreException {
        int perAttempt = proxy.connections();
        store.close();
        proxy.delayAnswers(Duration.ofMillis(200));
        store = storeOver(Duration.ofSeconds(1));
        store.start();
        awaitMode(Mode.REDIS);
        assertThat(proxy.connections()).as("at the first attempt").isEqualTo(2 * perAttempt);
        store.putAll(Map.of(K, CacheStoreContract.entry("v")), 60_000, longBudget());
        await().pollDelay(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> true);
        assertThat(store.lookup(K, longBudget())).isInstanceOf(Lookup.Fresh.class);
        assertThat(modes.soFar()).doesNotContain(Mode.MEMORY);
    }

    @Test
    void f16_whatWasNotAnswered_countsAsTheTimeThatWasWaited() {
        proxy.delayAnswers(SLOW);
        assertThat(isAnswered()).isFalse();
        assertThat(isAnswered()).isFalse();
        assertThat(gets.percentileMicros(0.5)).isGreaterThanOrEqualTo(90_000);
    }

    private boolean isAnswered() {
        try {
            store.lookup(K, callBudget());
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private FailoverStore storeOver(Duration timeout) {
        RedisConfig redis = new RedisConfig(
                proxy.url(), timeout, RedisConfig.DEFAULT_CONNECT_TIMEOUT, RedisConfig.DEFAULT_EVICTION_TIMEOUT);
        AgentConfig config = Configs.over(redis);
        ScheduledExecutorService background = AgentThreads.background();
        FailoverStore made = FailoverStore.over(
                RedisConnector.create(config, Ticker.system(), gets::record),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                redis,
                background,
                Ticker.system());
        modes = HeardModes.of(made, background);
        return made;
    }

    private void awaitMode(Mode mode) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.status().mode() == mode);
    }

    private static Budget callBudget() {
        return new Budget(Ticker.system(), RedisConfig.DEFAULT_TIMEOUT);
    }

    private static Budget longBudget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(2));
    }
}
