package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.apps.TransformCounter;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.ManifestJar;
import dev.larder.agent.fixtures.Order;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * async-profiler, which walks stacks in signal handlers. Code that is replaced meanwhile is what it stumbles over, so Larder
 * retransforms and redefines nothing.
 */
final class BesideAsyncProfilerIT {

    private static final boolean IS_SOAK = Long.getLong("larder.test.soak.minutes", 0) > 0;
    private static final Duration LOAD = Duration.ofSeconds(IS_SOAK ? 60 : 3);
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int THREADS = 4;
    private static final int CALLS_EACH = 500;

    @TempDir
    static Path directory;

    @ParameterizedTest
    @MethodSource("dev.larder.agent.fixtures.Order#onEachJdk")
    void h29_h32_profiledDuringStartAndLoad_nothingCrashesOrIsTransformedAgain(Jdk jdk, Order order) throws Exception {
        Path library = library();
        assumeThat(library).as("async-profiler's library for this system").exists();
        String name = jdk.version() + "-" + order;
        Path recording = directory.resolve(name + ".jfr");
        Path messages = directory.resolve(name + ".txt"); // not on stdout, where the application answers
        Path crash = directory.resolve(name + ".log");
        Path counter = ManifestJar.write(directory.resolve(name + ".jar"), TransformCounter.class.getName());
        String options = "=start,event=cpu,interval=1ms,alloc=64k,file=" + recording + ",log=" + messages;
        ChildJvm jvm = order.attach(ChildJvm.on(jdk).agent(counter), "-agentpath:" + library + options)
                .options("-XX:ErrorFile=" + crash)
                .environment("LARDER_REDIS_TIMEOUT", "10s"); // so that a busy machine makes no misses
        try (RedisServer redis = RedisServer.start();
                ObedientJvm application = ObedientJvm.start(jvm, redis.url())) {
            application.awaitMode("REDIS", SOON);
            CacheBesideOthers cache = new CacheBesideOthers(application);
            cache.assertWorks();
            cache.assertLooksAsWritten();
            load(application);
            assertThat(application.ask("retransformed")).isEmpty();
            cache.assertEndsWell();
        }
        assertThat(crash).doesNotExist();
        assertThat(samplesOfLarder(recording)).containsKeys("jdk.ExecutionSample", "jdk.ObjectAllocationInNewTLAB");
    }

    private static Path library() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return Path.of(
                        "target",
                        "async-profiler",
                        system.startsWith("mac") ? "macos" : system + "-" + processor,
                        "libasyncProfiler.so")
                .toAbsolutePath();
    }

    private static void load(ObedientJvm application) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LOAD.toNanos()) {
            assertThat(application.ask("storm " + THREADS + " " + CALLS_EACH))
                    .isEqualTo(String.valueOf(THREADS * CALLS_EACH));
        }
    }

    /** How many events of each type have Larder's code on their stacks. */
    private static Map<String, Integer> samplesOfLarder(Path recording) throws IOException {
        Map<String, Integer> samples = new TreeMap<>();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (isInLarder(event)) {
                    samples.merge(event.getEventType().getName(), 1, Integer::sum);
                }
            }
        }
        return samples;
    }

    private static boolean isInLarder(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("dev.larder.agent.core."));
    }
}
