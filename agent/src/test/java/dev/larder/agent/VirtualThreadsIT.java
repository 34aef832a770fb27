package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.VirtualThreadsApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thousand virtual threads on one carrier, and no more are made: whoever held it while waiting for another one of them would stop
 * all for ever. A build without a JDK that has virtual threads says so, see {@link Jdks}, and runs none of this.
 */
@Timeout(180)
final class VirtualThreadsIT {

    private static final int MANY = 1_000;

    /** Many times what it takes: whoever starves never ends. */
    private static final long PATIENCE_MILLIS = 20_000;

    static List<Jdk> jdks() {
        return Jdks.all().stream().filter(jdk -> jdk.version() >= 21).toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdks")
    void h45_inMemory_oneCarrierIsEnough(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(jdk, "", "MEMORY")) {
            assertThat(run(app, "cold", 1).bodies).isEqualTo(1);
            run(app, "turn", 2);
            run(app, "each", 3);
            assertThat(run(app, "hot", 1).bodies).isZero();
            run(app, "refresh", 4);
            run(app, "refresh", 4);
            run(app, "evict", 5);
            assertThatNothingWasPinned(app);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdks")
    void h45_inRedis_oneCarrierIsEnough(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running app = start(jdk, redis.url(), "REDIS")) {
            assertThat(run(app, "cold", 1).bodies).isEqualTo(1);
            run(app, "turn", 2);
            run(app, "each", 3);
            run(app, "hot", 1);
            run(app, "refresh", 4);
            run(app, "refresh", 4);
            run(app, "evict", 5);
            redis.pause();
            run(app, "cold", 6);
            run(app, "hot", 6);
            run(app, "refresh", 4);
            run(app, "evict", 5);
            run(app, "each", 7);
            redis.resume();
            run(app, "cold", 8);
            assertThatNothingWasPinned(app);
        }
    }

    private static void assertThatNothingWasPinned(ChildJvm.Running app) throws IOException {
        assertThat(app.ask("pinned")).startsWith("0");
        assertThat(app.stderr()).doesNotContain("ERROR");
    }

    private static Figures run(ChildJvm.Running app, String what, int round) throws IOException {
        Figures figures = Figures.of(app.ask(what + " " + MANY + " " + round));
        System.out.println("VirtualThreadsIT, " + what + " " + round + ": " + figures);
        assertThat(figures.wrong).isZero();
        assertThat(figures.millis).as(what + " " + figures).isLessThan(PATIENCE_MILLIS);
        return figures;
    }

    private static ChildJvm.Running start(Jdk jdk, String url, String mode) throws IOException {
        return ChildJvm.on(jdk)
                .options("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .main(VirtualThreadsApp.class, mode)
                .start();
    }

    /** @param longestPauseMillis in which a virtual thread that does not call the cache got no carrier */
    private record Figures(long millis, long bodies, long longestPauseMillis, long wrong) {

        static Figures of(String answer) {
            long[] numbers =
                    Arrays.stream(answer.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Figures(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }
}
