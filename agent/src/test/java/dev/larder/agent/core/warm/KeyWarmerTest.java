package dev.larder.agent.core.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On one server. */
final class KeyWarmerTest extends KeyWarmerContract {

    @AutoClose
    private static RedisServer server;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @Override
    String url() {
        return server.url();
    }

    @Override
    Object command(String key, String... words) {
        return server.command(words);
    }

    @Override
    void flush() {
        server.flush();
    }

    /** Entries of the first process, for the next ones. */
    private void use(int keys) throws StoreException {
        try (Process process = new Process(url(), CONFIG)) {
            for (int i = 0; i < keys; i++) {
                process.load(id(i), "value " + i);
                process.use(id(i), 1);
            }
            process.end();
        }
    }

    @Test
    void rate_isKept() throws StoreException {
        use(10);
        try (Process slow = new Process(url(), new WarmConfig(Duration.ZERO, 20, KEYS))) {
            long startNanos = System.nanoTime();
            slow.warm();
            assertThat(slow.warmer.read()).isEqualTo(10);
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThan(Duration.ofMillis(390));
        }
    }

    @Test
    void tenEntries_needOneReadEach() throws StoreException {
        use(10);
        try (Process next = new Process(url(), CONFIG)) {
            long before = server.calls("hget");
            next.warm();
            assertThat(server.calls("hget") - before).isEqualTo(10);
            for (int i = 0; i < 10; i++) {
                assertThat(next.kept(id(i))).isEqualTo("value " + i);
            }
            assertThat(server.calls("hget") - before).isEqualTo(10);
        }
    }

    @Test
    @Expects(Message.KEYS_UNREAD)
    void redis_thatRefusesToTellOfChanges_isNotReadAhead() throws StoreException {
        try (RedisServer refusing = RedisServer.start("--rename-command", "CLIENT", "");
                Process next = new Process(refusing.url(), CONFIG)) {
            next.warm();
            assertThat(next.warmer.read()).isZero();
        }
    }

    @Test
    @Expects(Message.KEYS_UNREAD)
    void user_whoMayNotReadSortedSets_isTold_once() throws StoreException {
        use(1);
        server.command("ACL", "SETUSER", "default", "-zrevrange");
        try (Process next = new Process(url(), CONFIG)) {
            next.warm();
            assertThat(next.warmer.read()).isZero();
        } finally {
            server.command("ACL", "SETUSER", "default", "+zrevrange");
        }
    }

    @Test
    void memory_thatAnswers_holdsUpNobody() {
        KeyWarmer warmer =
                new KeyWarmer(CONFIG, new UseSamples<>(KEYS, 0), () -> null, () -> true, Ticker.system(), Thread::new);
        warmer.start();
        Awaitility.await().until(warmer::isSettled);
        warmer.stop();
        assertThat(warmer.read()).isZero();
    }
}
