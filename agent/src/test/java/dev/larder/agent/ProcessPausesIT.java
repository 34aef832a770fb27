package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.SharedRowsApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three processes that stand still now and then, beside a Redis that is well: none of them takes that for a loss of Redis,
 * and no read is older than an eviction that had returned. Nothing is exempt.
 */
@Alone
@Timeout(180)
final class ProcessPausesIT {

    /** On a slow machine a throttled process makes 160 reads a second. */
    private static final int THROTTLINGS = 75;

    private static final int PROCESSES = 3;
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(900), Duration.ofSeconds(2));
    private static final Duration BETWEEN = Duration.ofMillis(400);
    private static final Pattern FIGURES = Pattern.compile("reads=(\\d+) evictions=(\\d+) stale=(\\d+) slowest=(\\d+)");

    private final RedisServer redis = RedisServer.start();
    private final List<ChildJvm.Running> processes = new ArrayList<>();

    @TempDir
    private Path directory;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @AfterEach
    void end() throws IOException {
        for (ChildJvm.Running process : processes) {
            process.close();
        }
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h141_eachProcessIsStoppedInTurn_modeStaysRedisAndNoReadIsStale(Jdk jdk) throws Exception {
        start(jdk, 2);
        for (Duration pause : PAUSES) {
            for (ChildJvm.Running process : processes) {
                Signal.STOP.send(process.process());
                pass(pause);
                Signal.CONTINUE.send(process.process());
                pass(BETWEEN);
            }
        }
        assertThatAllIsWell(end(jdk + ", processes stopped"));
    }

    /** What a container does whose share of the processors is used up, ten times a second. */
    @Test
    void h141_processIsThrottled_modeStaysRedisAndNoReadIsStale() throws Exception {
        start(Jdks.newest(), 2);
        Process throttled = processes.get(0).process();
        for (int i = 0; i < THROTTLINGS; i++) {
            Signal.STOP.send(throttled);
            pass(Duration.ofMillis(150));
            Signal.CONTINUE.send(throttled);
            pass(Duration.ofMillis(50));
        }
        assertThatAllIsWell(end("process throttled"));
    }

    /** Eighteen busy threads: what one process does not get of the processors looks like a pause, and is none. */
    @Test
    void f46_moreBusyThreadsThanProcessors_modeStaysRedisAndNoReadIsStale() throws Exception {
        start(Jdks.newest(), 6);
        pass(Duration.ofSeconds(10));
        assertThatAllIsWell(end("busy processes"));
    }

    private void start(Jdk jdk, int threads) throws IOException {
        Path database = directory.resolve("database");
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(ChildJvm.on(jdk)
                    .options("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    .agent(PackedAgent.jar())
                    .environment("REDIS_URL", redis.url())
                    .main(SharedRowsApp.class, database.toString(), String.valueOf(threads))
                    .start());
        }
        for (ChildJvm.Running process : processes) {
            await().atMost(Duration.ofSeconds(60)).until(() -> process.stdout().contains("ready"));
        }
        for (ChildJvm.Running process : processes) {
            process.tell("");
        }
    }

    private List<ChildJvm.Finished> end(String what) throws Exception {
        for (ChildJvm.Running process : processes) {
            process.tell("");
        }
        List<ChildJvm.Finished> finished = new ArrayList<>();
        for (ChildJvm.Running process : processes) {
            finished.add(process.await());
        }
        for (ChildJvm.Finished process : finished) {
            System.out.println(what + ": " + process.stdout().replaceAll("\\s+", " "));
        }
        return finished;
    }

    private static void assertThatAllIsWell(List<ChildJvm.Finished> finished) {
        for (ChildJvm.Finished process : finished) {
            Matcher figures = FIGURES.matcher(process.stdout());
            assertThat(figures.find()).as(process.stdout()).isTrue();
            assertThat(Long.parseLong(figures.group(1))).as("reads").isGreaterThan(1_000);
            assertThat(Long.parseLong(figures.group(2))).as("evictions").isGreaterThan(100);
            assertThat(figures.group(3)).as("stale reads").isEqualTo("0");
            assertThat(process.stderr()).doesNotContain("Mode MEMORY").doesNotContain("WARN");
        }
    }

    /** Time that has to pass, for the process stands still in it. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
