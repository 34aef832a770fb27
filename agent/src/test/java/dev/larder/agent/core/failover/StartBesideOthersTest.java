package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.HeldUpConnector;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that has not made its first connection, and another one that evicts through a Redis that is well. */
@Alone
@Timeout(120)
@Silent
final class StartBesideOthersTest {

    private static final EntryId K = new EntryId("k", "f1");
    private static final long TTL_MILLIS = 60_000;

    private final RedisServer redis = RedisServer.start();
    private final HeldUpConnector connector = new HeldUpConnector(connector());
    private final FailoverStore starting = over(connector);
    private final FailoverStore other = over(connector());

    @AfterEach
    void end() {
        connector.goOn();
        starting.close();
        other.close();
        redis.close();
    }

    @Test
    void whatOthersEvict_isNotFoundWhileTheFirstConnectionIsBeingMade() throws StoreException {
        begin();
        loadInVain();
        other.evict(Eviction.ofKey("k"), budget());
        assertThat(starting.status().mode()).isEqualTo(Mode.INITIALIZING);
        assertThat(starting.lookup(K, inVain())).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(starting, "k", "f1", 0)).isNull();
        assertThat(starting.memoryEntries()).isZero();
    }

    @Test
    void loadsAndWritesOfTheStart_areNotStoredLater() throws StoreException {
        begin();
        Claim claim = starting.claim(K, inVain());
        Lease writer = starting.takeOver(K, null, inVain());
        connector.goOn();
        awaitRedis(starting);
        assertThat(claim).isInstanceOf(Claim.Unstored.class);
        assertThat(writer).isNull();
        assertThat(starting.lookup(K, budget())).isEqualTo(Lookup.ABSENT);
        load(starting, "new");
        assertThat(text(other)).isEqualTo("new");
    }

    /** Its caller evicts then: see {@code LarderCacheWhileConnectingTest}. */
    @Test
    void putOfTheStart_fails() throws StoreException {
        begin();
        assertThatThrownBy(() -> starting.putAll(Map.of(K, CacheStoreContract.entry("new")), TTL_MILLIS, inVain()))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> starting.putIfAbsent(K, CacheStoreContract.entry("new"), TTL_MILLIS, inVain()))
                .isInstanceOf(StoreException.class);
        assertThat(starting.journalSize()).isZero();
    }

    /** Twenty calls of the start, one after the other, do not wait for twenty budgets. */
    @Test
    void callsOfTheStart_waitForOneBudgetAllTogether() throws StoreException {
        FailoverStore justStarted = over(connector);
        try {
            justStarted.start();
            Budget first = inVain();
            justStarted.lookup(K, first);
            Budget next = inVain();
            justStarted.lookup(K, next);
            assertThat(Duration.ofNanos(first.spentNanos())).isGreaterThan(Duration.ofMillis(50));
            assertThat(Duration.ofNanos(next.spentNanos())).isLessThan(Duration.ofMillis(50));
            assertThat(justStarted.status().mode()).isEqualTo(Mode.INITIALIZING);
        } finally {
            justStarted.close();
        }
    }

    @Test
    void switchedOnAgain_nothingIsFoundBeforeRedisAnswers() throws StoreException {
        begin();
        starting.switchOff("an operator");
        starting.switchOn("an operator");
        loadInVain();
        other.evict(Eviction.ofKey("k"), budget());
        assertThat(starting.lookup(K, inVain())).isEqualTo(Lookup.ABSENT);
        connector.goOn();
        awaitRedis(starting);
        load(starting, "new");
        assertThat(text(other)).isEqualTo("new");
    }

    @Test
    void redisTurnsOutToBeAway_memoryAnswers() throws StoreException {
        redis.stop();
        starting.start();
        connector.goOn();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> starting.status().mode() == Mode.MEMORY);
        load(starting, "v");
        assertThat(text(starting)).isEqualTo("v");
    }

    private void begin() {
        other.start();
        awaitRedis(other);
        starting.start();
    }

    private static void awaitRedis(FailoverStore store) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.status().mode() == Mode.REDIS);
    }

    private void loadInVain() throws StoreException {
        load(starting, "old", inVain());
    }

    private static void load(CacheStore store, String text) throws StoreException {
        load(store, text, budget());
    }

    private static void load(CacheStore store, String text, Budget budget) throws StoreException {
        if (store.claim(K, budget) instanceof Claim.Granted granted) {
            granted.lease().store(CacheStoreContract.entry(text), TTL_MILLIS, budget());
        }
    }

    private static String text(CacheStore store) throws StoreException {
        Lookup found = store.lookup(K, budget());
        assertThat(found).isInstanceOf(Lookup.Fresh.class);
        return CacheStoreContract.textOf(((Lookup.Fresh) found).entry());
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }

    /** Of a call that waits for the first connection, which is held up for longer. */
    private static Budget inVain() {
        return new Budget(Ticker.system(), Duration.ofMillis(100));
    }

    private FailoverStore over(RemoteConnector to) {
        return FailoverStore.over(
                to,
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                config().redis(),
                AgentThreads.background(),
                Ticker.system());
    }

    private RedisConnector connector() {
        return RedisConnector.create(config(), Ticker.system(), nanos -> {});
    }

    private AgentConfig config() {
        AgentConfig defaults = AgentConfig.defaults();
        return new AgentConfig(
                true,
                "shop",
                new RedisConfig(redis.url(), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                defaults.memory(),
                defaults.load(),
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
    }
}
