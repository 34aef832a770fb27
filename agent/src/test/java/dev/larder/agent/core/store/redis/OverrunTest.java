package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.connection.LettuceClient;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More commands on their way than the client takes. */
final class OverrunTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MORE_THAN_THE_BOUND = 10_000;

    @Test
    @Timeout(30)
    void send_moreThanTheBoundUnanswered_saysUnsentAndNothingOfRedis() throws Exception {
        RecordingListener listener = new RecordingListener();
        LettuceClient client = new LettuceClient(TIMEOUT);
        try (RedisServer redis = RedisServer.start()) {
            RedisSession session =
                    new RedisSession(client.open(RedisUrl.parse(redis.url()), budget()), listener, Ticker.system());
            redis.pause();
            try {
                Throwable refused = catchThrowable(() -> overrun(session));
                assertThat(refused).isInstanceOf(StoreException.class).hasMessageContaining("was not sent");
                assertThat(((StoreException) refused).isUnsent()).isTrue();
                assertThat(listener.events()).isEmpty();
            } finally {
                redis.resume();
                session.close();
            }
        } finally {
            client.close();
        }
    }

    private static void overrun(RedisSession session) throws StoreException {
        Reply<String> last = send(session);
        for (int i = 1; i < MORE_THAN_THE_BOUND; i++) {
            last = send(session);
        }
        last.await(budget());
    }

    private static Reply<String> send(RedisSession session) throws StoreException {
        return session.send("PING", budget(), commands -> commands.ping());
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), TIMEOUT);
    }
}
