package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads that never end take nothing from others but their own keys. */
@Alone
@Timeout(60)
final class NeverEndingLoadTest {

    private static final int STUCK = 200;
    private static final int READS = 2_000;

    @Test
    void h117_200BodiesParkedForEver_otherKeysAreReadAsBefore() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        CountDownLatch never = new CountDownLatch(1);
        try (RedisServer redis = RedisServer.start();
                RedisConnector connector = RedisConnector.create(config(redis), Ticker.system(), nanos -> {})) {
            CacheStore store = connector.connect(new RecordingListener());
            Calls calls = Calls.unhurried(store, LoadConfig.defaults());
            readAll(calls);
            long before = p99Nanos(calls);
            long ourThreads = ourThreads();
            int connections = connections(redis);

            List<Future<Object>> stuck = new ArrayList<>();
            for (int i = 0; i < STUCK; i++) {
                stuck.add(calls.submit(threads, "stuck:" + i, () -> {
                    never.await();
                    return "ended";
                }));
            }
            Awaitility.await().until(() -> calls.engine.flights().size() == STUCK);

            assertThat(p99Nanos(calls)).isLessThan(5 * before + TimeUnit.MILLISECONDS.toNanos(20));
            assertThat(calls.call("cold", () -> "loaded")).isEqualTo("loaded");
            assertThat(ourThreads()).isLessThanOrEqualTo(ourThreads); // other tests may have left some, which end
            assertThat(connections(redis)).isEqualTo(connections);
            assertThat(stuck).noneMatch(Future::isDone);

            never.countDown();
            for (Future<Object> each : stuck) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("ended");
            }
            assertThat(calls.engine.flights().size()).isZero();
        } finally {
            never.countDown();
            threads.shutdownNow();
        }
    }

    private static void readAll(Calls calls) throws Exception {
        for (int i = 0; i < READS; i++) {
            String key = "other:" + i % 50;
            assertThat(calls.call(key, () -> key)).isEqualTo(key);
        }
    }

    private static long p99Nanos(Calls calls) throws Exception {
        long[] took = new long[READS];
        for (int i = 0; i < READS; i++) {
            long startNanos = System.nanoTime();
            assertThat(calls.call("other:" + i % 50, () -> "unexpected")).isEqualTo("other:" + i % 50);
            took[i] = System.nanoTime() - startNanos;
        }
        Arrays.sort(took);
        return took[READS * 99 / 100];
    }

    private static long ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("larder-"))
                .count();
    }

    private static int connections(RedisServer redis) {
        return ((String) redis.command("CLIENT", "LIST")).lines().toList().size();
    }

    private static AgentConfig config(RedisServer redis) {
        return Configs.over(redis.url());
    }
}
