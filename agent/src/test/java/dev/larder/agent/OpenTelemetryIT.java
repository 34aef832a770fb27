package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.ObedientApp;
import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The OpenTelemetry agent, as it is published, beside Larder. It instruments Lettuce, Netty and Reactor wherever it meets
 * their class names; Larder's copies must not be met.
 */
final class OpenTelemetryIT {

    private static final Path OPEN_TELEMETRY =
            Path.of("target", "opentelemetry-javaagent.jar").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Several commands each; an instrumented client made as many root spans. */
    private static final int HEARTBEATS = 10;

    private static final Pattern SPAN = Pattern.compile("LoggingSpanExporter - '([^']*)'");

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f40_h31_h140_openTelemetryFirst_onlyTheApplicationIsTraced(Jdk jdk) throws Exception {
        assertOnlyTheApplicationIsTraced(
                ChildJvm.on(jdk).briefly().agent(OPEN_TELEMETRY).agent(PackedAgent.jar()));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f40_h31_h140_openTelemetryLast_onlyTheApplicationIsTraced(Jdk jdk) throws Exception {
        assertOnlyTheApplicationIsTraced(
                ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).agent(OPEN_TELEMETRY));
    }

    /** The methods that make calls are traced, so a span of ours would be seen, be it inside of theirs or by itself. */
    private static void assertOnlyTheApplicationIsTraced(ChildJvm jvm) throws Exception {
        jvm.options(
                "-Dotel.traces.exporter=console",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-Dotel.instrumentation.methods.include=" + ObedientApp.class.getName() + "[check]");
        try (RedisServer redis = RedisServer.start();
                ObedientJvm application = ObedientJvm.start(jvm, redis.url())) {
            application.awaitMode("REDIS", SOON);
            assertThat(application.ask("check 1 20")).isEqualTo("right"); // misses, claims and stores
            assertThat(application.ask("check 1 20")).isEqualTo("right"); // hits
            awaitHeartbeats(redis);

            assertThat(application.count("Hits")).isGreaterThanOrEqualTo(20);
            assertThat(application.count("Errors")).isZero();
            assertThat(spans(application)).hasSize(3).containsOnly("ObedientApp.check");
            assertThat(application.stderr()).doesNotContain("StackOverflowError");
        }
    }

    private static void awaitHeartbeats(RedisServer redis) {
        long end = redis.calls("ping") + HEARTBEATS;
        await("heartbeats").atMost(SOON).until(() -> redis.calls("ping") >= end);
    }

    /** The names of all spans so far. */
    private static Stream<String> spans(ObedientJvm application) throws IOException {
        return SPAN.matcher(application.stderr()).results().map(found -> found.group(1));
    }
}
