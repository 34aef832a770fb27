package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.HeldIoThread;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether Redis is silent, or this process has not come to read what it says: over a real one. */
@Timeout(60)
@Silent
final class SpareConnectionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PLENTY = Duration.ofSeconds(20);

    private final RedisServer redis = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(redis.port());
    private RedisConnector connector;
    private SpareConnection spare;

    @BeforeEach
    void connect() throws StoreException {
        AgentConfig config = Configs.over(new RedisConfig(proxy.url(), TIMEOUT, PLENTY, TIMEOUT));
        connector = RedisConnector.create(config, Ticker.system(), nanos -> {});
        connector.connect(new RecordingListener());
        spare = new SpareConnection(connector, TIMEOUT, Ticker.system());
        redis.command("HSET", "shop:k", "v:f1", "old");
    }

    @AfterEach
    void end() {
        spare.close();
        connector.close();
        proxy.close();
        redis.close();
    }

    @Test
    void f46_nobodyReadForLongerThanTheTimeout_redisIsNotCalledSilent() throws StoreException {
        holdIoThreadFor(TIMEOUT.plusMillis(300));
        evictsOnceOrAgain(budget(TIMEOUT));
        assertThat(spare.isSilent()).isFalse();
    }

    /** Nobody has looked for longer than the time and its grace: that says nothing of Redis, and others would read old values. */
    @Test
    void f46_nobodyReadForTheGraceEither_theEvictionWaitsUntilItIsConfirmed() throws StoreException {
        holdIoThreadFor(TIMEOUT.multipliedBy(4));
        evictsOnceOrAgain(budget(TIMEOUT));
        assertThat(spare.isSilent()).isFalse();
    }

    /** The attempt itself is over, and has seen nothing either. */
    @Test
    void f46_theAttemptToConnectIsUnseen_theEvictionMakesTheNext() throws StoreException {
        holdIoThreadFor(TIMEOUT.multipliedBy(4));
        evictsOnceOrAgain(budget(PLENTY));
        assertThat(spare.isSilent()).isFalse();
    }

    @Test
    void f46_nobodyEverReads_theCallerIsNotHeldForEver() {
        HeldIoThread thread = HeldIoThread.of(connector::readArrived);
        try {
            assertThatThrownBy(() -> spare.evict(Eviction.ofKey("k"), budget(TIMEOUT)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("too busy");
            assertThat(spare.isSilent()).isFalse();
        } finally {
            thread.close();
        }
    }

    /** As one has that lost a connection on the way. */
    @Test
    void f46_littlePatienceIsLeft_redisIsNotCalledSilent() {
        proxy.hold(FaultProxy.Direction.TO_CLIENT);
        assertThatThrownBy(() -> spare.evict(Eviction.ofKey("k"), budget(TIMEOUT.dividedBy(20))))
                .isInstanceOf(StoreException.class);
        assertThat(spare.isSilent()).isFalse();
    }

    /** The next eviction asks for itself: a refusal costs a round trip. */
    @Test
    void f46_refusalIsReadAfterTheTimeout_isNotCalledSilence() {
        proxy.cut();
        holdIoThreadFor(TIMEOUT.plusMillis(300));
        assertThatThrownBy(() -> spare.evict(Eviction.ofKey("k"), budget(PLENTY)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no connection for evictions");
        assertThat(spare.isSilent()).isFalse();
    }

    /** A connection that is lost says the same of Redis whether it was just being made or had been: nothing. */
    @Test
    void f46_connectionIsCutWhileItIsMade_theNextOneConfirms() throws StoreException {
        proxy.cutWhileMade(SpareConnection.MAX_UNANSWERED - 1);
        assertThat(spare.evict(Eviction.ofKey("k"), budget(PLENTY))).isEqualTo(1);
        assertThat(spare.isSilent()).isFalse();
    }

    @Test
    void f46_noConnectionIsAnswered_theEvictionGivesUp() {
        proxy.cutWhileMade(Integer.MAX_VALUE);
        int before = proxy.connections();
        assertThatThrownBy(() -> spare.evict(Eviction.ofKey("k"), budget(PLENTY)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no connection for evictions");
        assertThat(proxy.connections() - before).isEqualTo(SpareConnection.MAX_UNANSWERED);
        assertThat(spare.isSilent()).isFalse();
    }

    @Test
    void f46_redisDoesNotAnswer_isSilentUntilItDoes() throws Exception {
        proxy.hold(FaultProxy.Direction.TO_CLIENT);
        assertThatThrownBy(() -> spare.evict(Eviction.ofKey("k"), budget(TIMEOUT)))
                .isInstanceOf(StoreException.class);
        assertThat(spare.isSilent()).isTrue();
        assertThatThrownBy(() -> spare.evict(Eviction.ofKey("k"), budget(PLENTY)))
                .hasMessageContaining("has been silent");
        proxy.heal();
        Awaitility.await().atMost(PLENTY).until(() -> !spare.isSilent());
        assertThat(spare.evict(Eviction.ofKey("k"), budget(PLENTY))).isEqualTo(1);
    }

    /** On a busy machine the first answer may come unseen as well: the eviction is made again, and finds nothing to remove. */
    private void evictsOnceOrAgain(Budget patience) throws StoreException {
        assertThat(spare.evict(Eviction.ofKey("k"), patience)).isBetween(0L, 1L);
        assertThat(redis.command("EXISTS", "shop:k")).isEqualTo(0L);
    }

    private void holdIoThreadFor(Duration time) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(HeldIoThread.of(connector::readArrived)::close);
    }

    private static Budget budget(Duration limit) {
        return new Budget(Ticker.system(), limit);
    }
}
