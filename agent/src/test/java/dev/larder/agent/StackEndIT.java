package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.StackEndApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Woven methods and the API called from every frame near the end of a stack, by an application that goes on. */
final class StackEndIT {

    private static final long LONGEST_CALL_MILLIS = 3_000;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    static List<Jdk> newest() {
        return Jdks.sample(Jdks.newest());
    }

    static List<Jdk> oldest() {
        return Jdks.sample(Jdks.oldest());
    }

    @ParameterizedTest
    @MethodSource("newest")
    void h47_everyDepthInMemory_losesNothing(Jdk jdk) throws Exception {
        check(app(jdk, "", "MEMORY", 10, "warm"), "MEMORY");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h47_everyDepthInterpreted_losesNothing(Jdk jdk) throws Exception {
        check(app(jdk, "", "MEMORY", 1, "warm").options("-Xint"), "MEMORY");
    }

    /** A call that cannot be linked runs as it is, which a WARN says. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h47_everyDepthOfFirstCalls_losesNothingLater(Jdk jdk) throws Exception {
        check(app(jdk, "", "MEMORY", 1, "cold"), "MEMORY");
    }

    @ParameterizedTest
    @MethodSource("oldest")
    void h47_everyDepthInRedis_losesNothing(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            check(app(jdk, redis.url(), "REDIS", 3, "warm"), "REDIS");
        }
    }

    private static void check(ChildJvm app, String mode) throws Exception {
        Finished run = app.run();
        Map<String, String> said = run.stdout()
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        assertThat(said).as(run.stderr()).containsEntry("lost", "0").containsEntry("stale", "0");
        assertThat(Long.valueOf(said.get("writes"))).as(run.stdout()).isGreaterThan(1_000);
        assertThat(Long.valueOf(said.get("longest"))).as(run.stdout()).isLessThan(LONGEST_CALL_MILLIS);
        assertThat(said).containsEntry("mode", mode);
    }

    private static ChildJvm app(Jdk jdk, String url, String mode, int dives, String warmth) {
        return ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .patience(Duration.ofSeconds(120))
                .main(StackEndApp.class, mode, String.valueOf(dives), warmth);
    }
}
