package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a {@link FailoverStore} over a real Redis tells of itself, and which threads it has. */
final class StatusOverRedisTest extends StoreOverRealRedis {

    @Test
    void status_andMessages_neverNameThePassword() {
        RedisServer nobody = RedisServer.stopped();
        FailoverStore lonely = storeOver("redis://scott:tiger@127.0.0.1:" + nobody.port());
        try {
            lonely.start();
            awaitMode(lonely, Mode.MEMORY);
            assertThat(lonely.status().toString() + lonely.address()).doesNotContain("tiger", "scott");
        } finally {
            lonely.close();
        }
    }

    @Test
    void ping_andUsedMemory_tellAboutTheLivingServer() throws StoreException {
        assertThat(store.ping(budget())).isPositive();
        await().until(() -> store.usedMemoryBytes() > 0);
        server.kill();
        try {
            awaitMode(Mode.MEMORY);
            assertThatThrownBy(() -> store.ping(budget())).hasMessageContaining("MEMORY");
        } finally {
            server.restart();
        }
    }

    @Test
    void threads_inUse_areAtMostFourOfOursAndGoneAfterClose() throws StoreException {
        store.close();
        awaitNoThreadsOfOurs();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        connect();
        put("k", V1, "v");
        server.pause();
        awaitMode(Mode.MEMORY);
        server.resume();
        awaitMode(Mode.REDIS);
        Set<Thread> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
        assertThat(made).extracting(Thread::getName).allMatch(name -> name.startsWith("larder-"));
        assertThat(made).hasSizeBetween(2, 4).allMatch(Thread::isDaemon);
        store.close();
        awaitNoThreadsOfOurs();
    }

    /** Netty's global executor ends by itself after a second without work. */
    private static void awaitNoThreadsOfOurs() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("larder-") || name.startsWith("globalEvent")));
    }
}
