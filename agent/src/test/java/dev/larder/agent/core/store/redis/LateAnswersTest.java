package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.connection.LettuceClient;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that have arrived when a caller's time is over, and have not been read; and those that have not arrived. */
@Alone
@Timeout(60)
final class LateAnswersTest {

    private static final Duration PLENTY = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final RedisServer redis = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(redis.port());
    private final LettuceClient client = new LettuceClient(PLENTY);
    private final RecordingListener listener = new RecordingListener();
    private RedisSession session;

    @BeforeEach
    void connect() throws StoreException {
        session = new RedisSession(
                client.open(RedisUrl.parse(proxy.url()), new Budget(Ticker.system(), PLENTY)),
                listener,
                Ticker.system());
    }

    @AfterEach
    void disconnect() {
        session.close();
        client.close();
        proxy.close();
        redis.close();
    }

    @Test
    void f34_theIoThreadStoodStill_theAnswerThatIsThereIsUsed() throws StoreException {
        CountDownLatch goOn = holdIoThread();
        CompletableFuture.delayedExecutor(LIMIT.toMillis() + 200, TimeUnit.MILLISECONDS)
                .execute(goOn::countDown);
        assertThat(ping()).isEqualTo("PONG");
        assertThat(listener.events()).doesNotContain("failed: Redis did not answer in time");
    }

    @Test
    void f18_theIoThreadDoesNotComeToRead_isNoSilenceOfRedis() throws StoreException {
        CountDownLatch goOn = holdIoThread();
        assertThatThrownBy(this::ping)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isUnseen()).isTrue())
                .hasMessageContaining("too busy");
        goOn.countDown();
        assertThat(listener.events()).isEmpty();
        assertThat(ping()).isEqualTo("PONG");
    }

    /** Its time is over, and not because of Redis. */
    @Test
    void f18_theIoThreadHasNotComeToRead_nextCommandOfTheCallIsUnseenToo() throws StoreException {
        CountDownLatch goOn = holdIoThread();
        Budget budget = new Budget(Ticker.system(), LIMIT);
        for (int command = 0; command < 2; command++) {
            assertThatThrownBy(() -> ping(budget))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.isUnseen()).isTrue());
        }
        goOn.countDown();
    }

    @Test
    void f18_theIoThreadDoesNotComeToReadForLong_aLongerGraceHasTheAnswer() throws StoreException {
        CountDownLatch goOn = holdIoThread();
        CompletableFuture.delayedExecutor(LIMIT.toMillis() * 3, TimeUnit.MILLISECONDS)
                .execute(goOn::countDown);
        Budget patient = new Budget(Ticker.system(), LIMIT).withGrace(PLENTY);
        assertThat(ping(patient)).isEqualTo("PONG");
        assertThat(ping(patient)).isEqualTo("PONG"); // for which there is time left
    }

    @Test
    void f34_redisIsSilent_theTimeIsOverWhenItIsOver() {
        proxy.hold(FaultProxy.Direction.TO_SERVER);
        long start = System.nanoTime();
        assertThatThrownBy(this::ping)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isUnseen()).isFalse())
                .hasMessageContaining("in time");
        assertThat(listener.events()).containsExactly("unanswered");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LIMIT, LIMIT.multipliedBy(2));
    }

    /** What a long answer to somebody else's command does, or a machine that has no processor for it. */
    private CountDownLatch holdIoThread() throws StoreException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        proxy.hold(FaultProxy.Direction.TO_CLIENT); // or the answer might be there first, and hold this thread
        session.start("PING", new Budget(Ticker.system(), PLENTY), c -> c.ping())
                .thenRun(() -> {
                    held.countDown();
                    await(goOn);
                });
        proxy.forward(FaultProxy.Direction.TO_CLIENT);
        await(held);
        return goOn;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String ping() throws StoreException {
        return ping(new Budget(Ticker.system(), LIMIT));
    }

    private String ping(Budget budget) throws StoreException {
        return session.ask("PING", budget, c -> c.ping());
    }
}
