package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.RefreshApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hot key whose entry ends every second, and whose body takes 300 ms: 5,000 calls a second, in one process and in three; in the soak
 * in ten.
 *
 * <p>That no caller waits is seen by the counters: none had to load, or to wait for a load. The times of the calls are printed, and
 * compared with those of hits of a method that is not refreshed, which other work on the machine holds up as well. The threads are enough
 * for 5,000 hits a second that take some milliseconds each; where they take longer, the machine has other work, and there are fewer calls.
 */
final class RefreshIT {

    private static final int SECONDS = 5;
    private static final int CALLS_A_SECOND = 5_000;

    /** In all processes together, and in one at most: enough for calls that take some milliseconds each. */
    private static final int THREADS = 48;

    private static final int MOST_THREADS = 16;
    private static final int PROCESSES = Jdks.isSoak() ? 10 : 3;

    /** A refresh begins 0.45 s after the last one ended at the earliest, and takes 0.3 s: from begin to begin, in all processes together. */
    private static final long LEAST_PERIOD_MILLIS = 700;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h62_inMemory_noCallerWaits(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(jdk, "", "MEMORY")) {
            assertThat(app.ask("warm")).isEqualTo("warm");
            Figures figures =
                    Figures.of(List.of(app.ask("run " + SECONDS + " " + CALLS_A_SECOND + " " + MOST_THREADS)));
            System.out.println("RefreshIT, memory, " + jdk + ": " + figures);
            assertThatNoneWaited(figures);
            assertThat(app.ask("fail")).isEqualTo("the value from before");
            assertThat(app.ask("evicted")).as("h123").isEqualTo("the source is away");
            assertThat(app.ask("caller")).isEqualTo("main");
            app.tell("end");
            assertThat(app.await().stderr()).doesNotContain("ERROR").contains("LDR-0516");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h62_h122_manyProcessesInRedis_noCallerWaitsAndTheBodyRunsAsOftenAsInOne(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            List<ChildJvm.Running> apps = new ArrayList<>();
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    apps.add(start(jdk, redis.url(), "REDIS"));
                }
                for (ChildJvm.Running app : apps) {
                    app.tell("warm");
                }
                for (ChildJvm.Running app : apps) {
                    assertThat(app.nextAnswer()).isEqualTo("warm");
                }
                Figures one = Figures.of(runAll(apps.subList(0, 1)));
                System.out.println("RefreshIT, one process, " + jdk + ": " + one);
                assertThatNoneWaited(one);
                Figures figures = Figures.of(runAll(apps));
                System.out.println("RefreshIT, " + PROCESSES + " processes, " + jdk + ": " + figures);
                assertThatNoneWaited(figures);
                if (haveStayedInRedis(apps)) { // else each of them has refreshed for itself for a while
                    assertThat(figures.overlaps).as(figures.toString()).isZero();
                }
                surviveAnOutage(redis, apps.get(0));
            } finally {
                for (ChildJvm.Running app : apps) {
                    assertThat(app.stderr()).doesNotContain("[larder] ERROR");
                    app.close();
                }
            }
        }
    }

    private static boolean haveStayedInRedis(List<ChildJvm.Running> apps) throws IOException {
        for (ChildJvm.Running app : apps) {
            if (app.stderr().contains("LDR-0302")) {
                return false;
            }
        }
        return true;
    }

    private static int threads(int processes) {
        return Math.min(THREADS / processes, MOST_THREADS);
    }

    private static List<String> runAll(List<ChildJvm.Running> apps) throws IOException {
        for (ChildJvm.Running app : apps) {
            app.tell("run " + SECONDS + " " + CALLS_A_SECOND / apps.size() + " " + threads(apps.size()));
        }
        return apps.stream().map(ChildJvm.Running::nextAnswer).toList();
    }

    /** Nothing that a call can see but time. */
    private static void surviveAnOutage(RedisServer redis, ChildJvm.Running app) throws Exception {
        redis.kill();
        assertThat(app.ask("run 1 100 2")).contains(" ");
        redis.restart();
        assertThat(app.ask("run 1 100 2")).contains(" ");
        assertThat(app.ask("back")).isEqualTo("back");
        assertThat(app.ask("fail")).isEqualTo("the value from before");
        assertThat(app.ask("evicted")).isEqualTo("the source is away");
    }

    private static ChildJvm.Running start(Jdk jdk, String url, String mode) throws IOException {
        return ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .main(RefreshApp.class, mode)
                .start();
    }

    private static void assertThatNoneWaited(Figures figures) {
        assertThat(figures.misses).as(figures.toString()).isZero();
        assertThat(figures.late)
                .as(figures.toString())
                .isLessThanOrEqualTo(20 * figures.latePlain + figures.calls / 100);
        if (figures.isMachineFastEnough()) {
            assertThat(figures.calls).as(figures.toString()).isGreaterThan(SECONDS * CALLS_A_SECOND * 9L / 10);
        }
        assertThat(figures.bodies).as(figures.toString()).isBetween(2L, figures.millis / LEAST_PERIOD_MILLIS + 1);
    }

    /**
     * @param late calls that took more than 50 ms
     * @param latePlain the same of a tenth as many hits of a method that is not refreshed
     * @param plainMicros how long one of these took on average, in the process where they took the longest
     * @param millis from the begin of the first body to that of the last one
     * @param overlaps bodies that began before another one had ended
     */
    private record Figures(
            int processes,
            long calls,
            long late,
            long longestMillis,
            long misses,
            long latePlain,
            long plainMicros,
            long bodies,
            long millis,
            long overlaps) {

        /** Whether as many threads as a process has could make its share of the calls, if each took as long as a plain hit, twice. */
        boolean isMachineFastEnough() {
            return 2 * plainMicros * CALLS_A_SECOND / processes < threads(processes) * 1_000_000L;
        }

        static Figures of(List<String> answers) {
            long[] sums = new long[6];
            List<long[]> bodies = new ArrayList<>();
            for (String answer : answers) {
                String[] words = answer.split(" ");
                sums[0] += Long.parseLong(words[0]);
                sums[1] += Long.parseLong(words[1]);
                sums[2] = Math.max(sums[2], Long.parseLong(words[2]));
                sums[3] += Long.parseLong(words[3]);
                sums[4] += Long.parseLong(words[4]);
                sums[5] = Math.max(sums[5], Long.parseLong(words[5]));
                if (words.length > 6) {
                    for (String body : words[6].split(",")) {
                        bodies.add(Arrays.stream(body.split("-"))
                                .mapToLong(Long::parseLong)
                                .toArray());
                    }
                }
            }
            bodies.sort(Comparator.comparingLong(body -> body[0]));
            long millis = bodies.isEmpty() ? 0 : bodies.get(bodies.size() - 1)[0] - bodies.get(0)[0];
            long overlaps = 0;
            for (int i = 1; i < bodies.size(); i++) {
                overlaps += bodies.get(i)[0] < bodies.get(i - 1)[1] ? 1 : 0;
            }
            return new Figures(
                    answers.size(),
                    sums[0],
                    sums[1],
                    sums[2],
                    sums[3],
                    sums[4],
                    sums[5],
                    bodies.size(),
                    millis,
                    overlaps);
        }
    }
}
