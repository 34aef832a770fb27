package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.WarmKeysApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes whose first calls find in memory what an earlier one used most. */
final class WarmKeysIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NO_BODY = "bodies=0 near=" + WarmKeysApp.PRODUCTS;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    private static ChildJvm.Running start(Jdk jdk, String redisUrl) throws IOException {
        return ChildJvm.on(jdk)
                .options("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redisUrl)
                .environment("LARDER_WARM_KEYS", "300")
                .environment("LARDER_WARM_RATE", "1000")
                .main(WarmKeysApp.class)
                .start();
    }

    private static void useAndStop(Jdk jdk, String redisUrl) throws Exception {
        try (ChildJvm.Running first = start(jdk, redisUrl)) {
            first.nextAnswer();
            assertThat(first.ask("use")).startsWith("bodies=" + WarmKeysApp.PRODUCTS + " ");
            first.tell("end");
            assertThat(first.await().exitCode()).isZero();
        }
    }

    private static void awaitWarmed(ChildJvm.Running app) {
        app.nextAnswer();
        await().atMost(PATIENCE).until(() -> app.ask("Warmed").equals("true"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void process_thatStartsAfterAnother_findsWhatThatUsed_inItsMemory(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            useAndStop(jdk, redis.url());
            try (ChildJvm.Running next = start(jdk, redis.url())) {
                awaitWarmed(next);
                assertThat(next.ask("WarmKeys")).isEqualTo("" + WarmKeysApp.PRODUCTS);
                long reads = redis.calls("hget");

                assertThat(next.ask("call")).isEqualTo(NO_BODY);

                assertThat(redis.calls("hget")).as("reads from Redis").isEqualTo(reads);
                assertThat(next.stderr()).contains("LDR-0704").doesNotContain("WARN", "ERROR");
            }
        }
    }

    @Test
    void tenProcesses_thatStartTogether_runNoBody() throws Exception {
        Jdk jdk = jdks().get(0);
        List<ChildJvm.Running> ten = new ArrayList<>();
        try (RedisServer redis = RedisServer.start()) {
            useAndStop(jdk, redis.url());
            for (int i = 0; i < 10; i++) {
                ten.add(start(jdk, redis.url()));
            }
            ten.forEach(WarmKeysIT::awaitWarmed);
            for (ChildJvm.Running each : ten) {
                assertThat(each.ask("call")).isEqualTo(NO_BODY);
            }
        } finally {
            for (ChildJvm.Running each : ten) {
                each.close();
            }
        }
    }
}
