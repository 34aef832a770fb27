package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.DeepVirtualApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Virtual threads that the JVM cannot park, since too many frames lie below the call. They write, read and count all the same. */
final class DeepVirtualIT {

    private static final long LONGEST_CALL_MILLIS = 3_000;

    /** Where half of the stack is free. */
    private static final String[] INTERPRETED = {"4500"};

    /** Less deep at first, until the frames are compiled and small. The outermost one stays interpreted. */
    private static final String[] COMPILED = {"1000", "1000", "1000", "9000", "10000"};

    private static final String[] OUTERMOST_INTERPRETED = {
        "-XX:CompileCommand=quiet", "-XX:CompileCommand=exclude," + DeepVirtualApp.class.getName() + "::outermost"
    };

    /** Those that have virtual threads. */
    static List<Jdk> jdks() {
        return Jdks.all().stream().filter(jdk -> jdk.version() >= 21).toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdks")
    void h47_inMemory_losesNothing(Jdk jdk) throws Exception {
        check(app(jdk, "", "MEMORY", 40, INTERPRETED).options("-Xint"), "MEMORY");
        check(app(jdk, "", "MEMORY", 40, COMPILED).options(OUTERMOST_INTERPRETED), "MEMORY");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdks")
    void h47_inRedis_losesNothing(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            check(app(jdk, redis.url(), "REDIS", 40, INTERPRETED).options("-Xint"), "REDIS");
            check(app(jdk, redis.url(), "REDIS", 40, COMPILED).options(OUTERMOST_INTERPRETED), "REDIS");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdks")
    void h47_inACluster_losesNothing(Jdk jdk) throws Exception {
        try (RedisCluster redis = RedisCluster.start()) {
            check(app(jdk, redis.url(), "REDIS", 40, INTERPRETED).options("-Xint"), "REDIS");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdks")
    void h47_redisRefusesConnections_losesNothing(Jdk jdk) throws Exception {
        try (RedisServer away = RedisServer.stopped()) {
            check(app(jdk, away.url(), "MEMORY", 40, INTERPRETED).options("-Xint"), "MEMORY");
            check(app(jdk, away.url(), "MEMORY", 40, COMPILED).options(OUTERMOST_INTERPRETED), "MEMORY");
        }
    }

    private static void check(ChildJvm app, String mode) throws Exception {
        Finished run = app.run();
        Map<String, String> said = run.stdout()
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        assertThat(said)
                .as(run.stdout() + run.stderr())
                .containsEntry("lost", "0")
                .containsEntry("stale", "0")
                .containsEntry("thrown", "0")
                .containsEntry("miscounted", "0")
                .containsEntry("mode", mode);
        assertThat(Long.valueOf(said.get("longest"))).isLessThan(LONGEST_CALL_MILLIS);
        // A load that meets with a taken lock runs uncached, as an error.
        assertThat(Long.valueOf(said.get("errors"))).isLessThan(Long.valueOf(said.get("writes")) / 20);
        assertThat(Long.valueOf(said.get("unparkable"))).isGreaterThan(500);
    }

    private static ChildJvm app(Jdk jdk, String url, String mode, int rounds, String... depths) {
        ChildJvm app = ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .environment("LARDER_REDIS_TIMEOUT", "10s") // a count that is not answered in time counts elsewhere
                .patience(Duration.ofSeconds(120));
        String[] arguments = new String[depths.length + 2];
        arguments[0] = mode;
        arguments[1] = String.valueOf(rounds);
        System.arraycopy(depths, 0, arguments, 2, depths.length);
        return app.main(DeepVirtualApp.class, arguments);
    }
}
