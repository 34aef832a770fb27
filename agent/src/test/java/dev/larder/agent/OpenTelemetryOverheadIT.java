package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.HitCostsApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hit costs as much beside the OpenTelemetry agent as without it.
 *
 * <p><b>What is measured.</b> The CPU time of a hit, of the calling thread and of Larder's. Not the time on the wall: a hit
 * in Redis waits for two other threads and a process to be given a processor, which differs from one batch to the next by
 * more than what is asked here.
 *
 * <p><b>How.</b> Two JVMs run the same program, one of them with the OpenTelemetry agent. Both are warmed up and then make
 * batches of hits in turn, so that whatever slows the machine slows both sides. A side counts with its least batch: nothing
 * makes a hit cheaper than it is. What the compiler makes of it differs from JVM to JVM by about as much as is asked here,
 * so where one pair does not show it, further pairs are started, and each side counts with the best of its JVMs.
 */
@Alone
final class OpenTelemetryOverheadIT {

    private static final Path OPEN_TELEMETRY =
            Path.of("target", "opentelemetry-javaagent.jar").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(60);

    /** At most. */
    private static final int PAIRS = 5;

    private static final int ROUNDS = 16;

    /** As many batches, at once. */
    private static final int WARM_UP = 30;

    /** Of the cost without OpenTelemetry. */
    private static final double MOST = 1.10;

    static Stream<Arguments> cases() {
        return Stream.concat(
                Jdks.sample(Jdks.oldest()).stream().map(jdk -> Arguments.of(jdk, "REDIS", 500)),
                Jdks.sample(Jdks.newest()).stream().map(jdk -> Arguments.of(jdk, "MEMORY", 100_000)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void h31_hitBesideOpenTelemetry_costsAsMuchAsWithout(Jdk jdk, String mode, int batch) throws Exception {
        double alone = Double.MAX_VALUE;
        double beside = Double.MAX_VALUE;
        for (int pair = 0; pair < PAIRS && !isAsCheap(beside, alone); pair++) {
            try (RedisServer redis = RedisServer.start();
                    Side without = new Side(ChildJvm.on(jdk), redis, mode);
                    Side with = new Side(besideOpenTelemetry(jdk), redis, mode)) {
                makeBatches(without, with, batch);
                alone = Math.min(alone, without.least);
                beside = Math.min(beside, with.least);
                if (mode.equals("REDIS")) {
                    assertThat(redis.calls("hget")).isGreaterThan(2L * ROUNDS * batch);
                }
            }
        }
        System.out.printf("%s: a hit in %s takes %.0f ns, beside OpenTelemetry %.0f ns%n", jdk, mode, alone, beside);

        assertThat(beside).isLessThanOrEqualTo(MOST * alone);
    }

    private static boolean isAsCheap(double beside, double alone) {
        return beside < Double.MAX_VALUE && beside <= MOST * alone;
    }

    private static void makeBatches(Side without, Side with, int batch) throws IOException {
        List<Side> inTurn = List.of(without, with);
        for (Side side : inTurn) {
            side.next();
            side.jvm.tell(Integer.toString(WARM_UP * batch));
        }
        for (Side side : inTurn) {
            side.next();
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Side side : inTurn) {
                side.jvm.tell(Integer.toString(batch));
                side.least = Math.min(side.least, Double.parseDouble(side.next()));
            }
        }
    }

    /** A span that is made is written, so one for each hit would be seen in the time. */
    private static ChildJvm besideOpenTelemetry(Jdk jdk) {
        return ChildJvm.on(jdk)
                .agent(OPEN_TELEMETRY)
                .options("-Dotel.traces.exporter=console", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none");
    }

    /** A JVM that makes hits when it is told to. */
    private static final class Side implements AutoCloseable {

        private final ChildJvm.Running jvm;
        private int answers;
        private double least = Double.MAX_VALUE;

        Side(ChildJvm jvm, RedisServer redis, String mode) throws IOException {
            this.jvm = jvm.agent(PackedAgent.jar())
                    .options("-Xbatch") // hot code is compiled before it goes on, however busy the machine is
                    .environment("REDIS_URL", mode.equals("REDIS") ? redis.url() : "")
                    .environment("LARDER_REDIS_TIMEOUT", "10s") // so that a busy machine makes no misses
                    .environment("LARDER_REDIS_CONNECT_TIMEOUT", "20s")
                    .main(HitCostsApp.class, mode)
                    .start();
        }

        String next() throws IOException {
            answers++;
            await("answer " + answers)
                    .atMost(SOON)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> jvm.stdout().lines().count() == answers);
            return jvm.stdout().lines().skip(answers - 1).findFirst().orElseThrow();
        }

        @Override
        public void close() throws IOException {
            jvm.close();
        }
    }
}
