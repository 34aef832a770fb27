package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.Fares;
import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jacoco;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Order;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One application beside agents of each kind, before and after Larder on the command line: both do their work. */
final class BesideOtherAgentsIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path OPEN_TELEMETRY = TARGET.resolve("opentelemetry-javaagent.jar");
    private static final Path JMX_EXPORTER = TARGET.resolve("jmx_prometheus_javaagent.jar");
    private static final Path METRICS =
            Path.of("..", "docs", "jmx-exporter.yaml").toAbsolutePath();
    private static final String FARES = Fares.class.getName();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    @ParameterizedTest
    @MethodSource("dev.larder.agent.fixtures.Order#onEachJdk")
    void h29_jacoco_seesAllCodeOfTheWovenClass(Jdk jdk, Order order) throws Exception {
        Path execution = directory.resolve("jacoco" + jdk.version() + order + ".exec");
        ChildJvm jvm = order.attach(
                ChildJvm.on(jdk).briefly(),
                "-javaagent:" + Jacoco.AGENT + "=destfile=" + execution + ",includes=" + FARES);
        try (ObedientJvm application = start(jvm)) {
            CacheBesideOthers cache = new CacheBesideOthers(application);
            cache.assertWorks();
            cache.assertLooksAsWritten("synthetic private static boolean[] " + FARES
                    + ".$jacocoInit(java.lang.invoke.MethodHandles$Lookup,java.lang.String,java.lang.Class)");
            cache.assertEndsWell();
        }

        Path written = PackedAgent.locationOf(Fares.class).resolve(FARES.replace('.', '/') + ".class");
        assertThat(Jacoco.missed(jdk, execution, List.of(written))).containsExactly("Fares 0");
    }

    @ParameterizedTest
    @MethodSource("dev.larder.agent.fixtures.Order#onEachJdk")
    void h29_openTelemetry_tracesTheWovenMethod(Jdk jdk, Order order) throws Exception {
        ChildJvm jvm = order.attach(ChildJvm.on(jdk).briefly(), "-javaagent:" + OPEN_TELEMETRY)
                .options(
                        "-Dotel.traces.exporter=console",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none",
                        "-Dotel.instrumentation.methods.include=" + FARES + "[find]");
        try (ObedientJvm application = start(jvm)) {
            CacheBesideOthers cache = new CacheBesideOthers(application);
            cache.assertWorks();
            cache.assertLooksAsWritten();
            Finished finished = cache.assertEndsWell();
            assertThat(finished.stderr()).contains("LoggingSpanExporter - 'Fares.find'");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.larder.agent.fixtures.Order#onEachJdk")
    void h29_jmxExporter_servesFigures(Jdk jdk, Order order) throws Exception {
        int port = Ports.next();
        ChildJvm jvm = order.attach(
                ChildJvm.on(jdk).briefly(), "-javaagent:" + JMX_EXPORTER + "=127.0.0.1:" + port + ":" + METRICS);
        try (ObedientJvm application = start(jvm)) {
            CacheBesideOthers cache = new CacheBesideOthers(application);
            cache.assertWorks();
            cache.assertLooksAsWritten();
            assertThat(metrics(port)).contains("larder_hits_total " + (double) application.count("Hits"));
            cache.assertEndsWell();
        }
    }

    private static ObedientJvm start(ChildJvm jvm) throws Exception {
        ObedientJvm application = ObedientJvm.start(jvm, "");
        application.awaitMode("MEMORY", SOON);
        return application;
    }

    private static String metrics(int port) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).timeout(SOON).build(), BodyHandlers.ofString())
                .body();
    }
}
