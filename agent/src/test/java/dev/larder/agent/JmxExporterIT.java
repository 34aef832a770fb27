package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.Ports;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Prometheus JMX exporter, as it is published, beside the agent and with the configuration from the documentation. */
final class JmxExporterIT {

    private static final Path EXPORTER =
            Path.of("target", "jmx_prometheus_javaagent.jar").toAbsolutePath();
    private static final Path CONFIGURATION =
            Path.of("..", "docs", "jmx-exporter.yaml").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void exporterAfterTheAgent_servesItsFigures(Jdk jdk) throws Exception {
        int port = Ports.next();
        assertFigures(ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).agent(EXPORTER, options(port)), port);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void exporterBeforeTheAgent_servesItsFigures(Jdk jdk) throws Exception {
        int port = Ports.next();
        assertFigures(ChildJvm.on(jdk).briefly().agent(EXPORTER, options(port)).agent(PackedAgent.jar()), port);
    }

    private void assertFigures(ChildJvm jvm, int port) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ObedientJvm application = ObedientJvm.start(jvm, redis.url())) {
            application.awaitMode("REDIS", SOON);
            application.ask("check 1 5");
            application.ask("check 1 5");

            await("the metrics").atMost(SOON).until(() -> metrics(port), has("larder_method_hits_total"));
            assertThat(metrics(port))
                    .contains("larder_mode{mode=\"REDIS\"} 1")
                    .contains("larder_hits_total " + (double) application.count("Hits"))
                    .contains("larder_misses_total " + (double) application.count("Misses"))
                    .containsPattern(
                            "larder_method_hits_total\\{.*method=\"dev\\.larder\\.agent\\.apps\\.ObedientApp.*of")
                    .containsPattern("larder_method_misses_total\\{.*of\\(int\\)");

            redis.kill();
            application.awaitMode("MEMORY", SOON);
            assertThat(metrics(port)).contains("larder_mode{mode=\"MEMORY\"} 1").doesNotContain("mode=\"REDIS\"");
        }
    }

    private static Predicate<String> has(String metric) {
        return Pattern.compile("^" + metric + "[ {]", Pattern.MULTILINE).asPredicate();
    }

    private String metrics(int port) throws IOException, InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + port + "/metrics");
        return http.send(HttpRequest.newBuilder(url).timeout(SOON).build(), BodyHandlers.ofString())
                .body();
    }

    private static String options(int port) {
        return "127.0.0.1:" + port + ":" + CONFIGURATION;
    }
}
