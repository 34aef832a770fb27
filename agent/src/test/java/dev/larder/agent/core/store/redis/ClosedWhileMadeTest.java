package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that is closed without a word while it is made is told from one that is refused. */
@Timeout(60)
final class ClosedWhileMadeTest {

    @AutoClose
    private final FaultProxy proxy = FaultProxy.to(RedisServer.stopped().port());

    @ParameterizedTest
    @ValueSource(strings = {"redis", "rediss", "redis-cluster", "rediss-cluster"})
    void cutAfterTheFirstWord_isClosed(String scheme) {
        proxy.cutWhileMade(Integer.MAX_VALUE);
        StoreException failure = failureAt(scheme, proxy.port());
        assertThat(failure.isClosed()).as(failure.getMessage()).isTrue();
        assertThat(failure).hasMessage("Redis closed the connection or refused it while it was being made");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "rediss", "redis-cluster", "rediss-cluster"})
    void cutBeforeTheFirstWord_isClosed(String scheme) {
        proxy.cut();
        StoreException failure = failureAt(scheme, proxy.port());
        assertThat(failure.isClosed()).as(failure.getMessage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "rediss", "redis-cluster", "rediss-cluster"})
    void nobodyListens_isRefused(String scheme) {
        StoreException failure = failureAt(scheme, RedisServer.stopped().port());
        assertThat(failure.isClosed()).as(failure.getMessage()).isFalse();
    }

    private static StoreException failureAt(String scheme, int port) {
        try (RedisConnector connector =
                Connectors.to(scheme + "://127.0.0.1:" + port).make()) {
            Budget budget = new Budget(Ticker.system(), Duration.ofSeconds(20));
            return catchThrowableOfType(
                    StoreException.class, () -> connector.connectToEvict(new RecordingListener(), budget));
        }
    }
}
