package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.NearRowsApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.FaultProxy.Direction;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three processes that read a few rows from copies in their memory, while one of them changes a row fifty times a second: an
 * eviction ends its own copies before it returns, and those of the others soon.
 */
@Alone
@Timeout(1_800)
final class NearIT {

    private static final Pattern FIGURES =
            Pattern.compile("reads=(\\d+) near=(\\d+) evictions=(\\d+) late=(\\d+) worst=(\\d+) own=(\\d+)");

    /** The trust in a connection that does not answer, what memory may be old in this test, and the machine. */
    private static final long HEARTBEAT_MILLIS = 1_000 + 10 + 300;

    private static final Duration FAULT = Duration.ofMillis(1_800);
    private static final Duration WELL = Jdks.isSoak() ? Duration.ofMinutes(10) : Duration.ofSeconds(5);

    /** Some ten minutes of them in the soak. */
    private static final int ROUNDS_OF_FAULTS = Jdks.isSoak() ? 40 : 1;

    private final RedisServer redis = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(redis.port());
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
        proxy.close();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void eviction_endsTheCopiesOfOthersWithin50Millis(Jdk jdk) throws Exception {
        start(jdk);
        pass(WELL);
        for (Figures figures : end(jdk + ", all well")) {
            assertThat(figures.near).as("reads from memory").isGreaterThan(figures.reads / 2);
            assertThat(figures.late * 1_000).as("late reads").isLessThanOrEqualTo(figures.reads);
            assertThat(figures.worstMillis).isLessThanOrEqualTo(HEARTBEAT_MILLIS);
        }
    }

    /** H85: the connection that carries the messages is stalled, black-holed and cut; Redis and the processes stand still. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h85_connectionsAndProcessesFail_noCopyOutlivesTheHeartbeat(Jdk jdk) throws Exception {
        start(jdk);
        pass(Duration.ofSeconds(1));
        for (int round = 0; round < ROUNDS_OF_FAULTS; round++) {
            doAllFaults();
        }
        for (Figures figures : end(jdk + ", with faults")) {
            assertThat(figures.near).as("reads from memory").isGreaterThan(100);
            assertThat(figures.worstMillis).isLessThanOrEqualTo(HEARTBEAT_MILLIS);
        }
    }

    private void doAllFaults() throws Exception {
        proxy.hold(Direction.TO_CLIENT);
        pass(FAULT);
        proxy.forward(Direction.TO_CLIENT);
        pass(FAULT);
        proxy.blackHole();
        pass(FAULT);
        proxy.heal();
        pass(FAULT);
        proxy.cut();
        proxy.heal();
        pass(FAULT);
        Signal.STOP.send(processes.get(1).process());
        pass(FAULT);
        Signal.CONTINUE.send(processes.get(1).process());
        pass(FAULT);
        redis.pause();
        pass(FAULT);
        redis.resume();
        pass(FAULT);
    }

    private void start(Jdk jdk) throws IOException {
        Path database = directory.resolve("database");
        start(jdk, redis.url(), database, "writes");
        start(jdk, proxy.url(), database, "reads");
        start(jdk, proxy.url(), database, "reads");
        for (ChildJvm.Running process : processes) {
            await().atMost(Duration.ofSeconds(60)).until(() -> process.stdout().contains("ready"));
        }
        for (ChildJvm.Running process : processes) {
            process.tell("");
        }
    }

    private void start(Jdk jdk, String url, Path database, String role) throws IOException {
        processes.add(ChildJvm.on(jdk)
                .options("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlarder.memory.fallback-ttl=10ms")
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .main(NearRowsApp.class, database.toString(), role)
                .start());
    }

    private List<Figures> end(String what) throws Exception {
        for (ChildJvm.Running process : processes) {
            process.tell("");
        }
        List<Figures> all = new ArrayList<>();
        for (ChildJvm.Running process : processes) {
            ChildJvm.Finished finished = process.await();
            System.out.println(what + ": " + finished.stdout().replaceAll("\\s+", " "));
            Matcher figures = FIGURES.matcher(finished.stdout());
            assertThat(figures.find()).as(finished.stdout() + finished.stderr()).isTrue();
            assertThat(finished.stderr()).doesNotContain("ERROR").doesNotContain("LDR-0318");
            assertThat(figures.group(6))
                    .as("reads older than the process's own eviction")
                    .isEqualTo("0");
            all.add(new Figures(
                    Long.parseLong(figures.group(1)),
                    Long.parseLong(figures.group(2)),
                    Long.parseLong(figures.group(4)),
                    Long.parseLong(figures.group(5))));
        }
        return all;
    }

    /** Time that has to pass, for something goes on in it. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    private record Figures(long reads, long near, long late, long worstMillis) {}
}
