package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's whole life with Redis, in surroundings that try to get in its way. */
final class UndisturbedIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h12_contextLoaderThatThrows_isNeverAsked(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ObedientJvm jvm = ObedientJvm.start(jdk, redis.url())) {
            assertThat(jvm.ask("distrust")).isEqualTo("installed");

            liveThroughAnOutage(jvm, redis);

            assertThat(jvm.ask("loaded")).isEqualTo("[]");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h13_jarDeletedAtOnce_redisJmxAndFallbackWorkAllTheSame(Jdk jdk) throws Exception {
        Path jar = Files.copy(PackedAgent.jar(), directory.resolve("agent-" + jdk.version() + ".jar"));
        try (RedisServer redis = RedisServer.start();
                ObedientJvm jvm = ObedientJvm.start(ChildJvm.on(jdk).agent(jar), redis.url())) {
            Files.delete(jar);

            liveThroughAnOutage(jvm, redis);

            Finished run = jvm.end();
            assertThat(run.exitCode()).isZero();
            assertThat(run.stderr()).doesNotContain("NoClassDefFoundError");
            assertThat(run.stderr().lines()).hasSameSizeAs(run.agentLines());
        }
    }

    /** First misses, first hits, the loss of Redis, memory, and Redis again. */
    private static void liveThroughAnOutage(ObedientJvm jvm, RedisServer redis) throws Exception {
        jvm.awaitMode("REDIS", SOON);
        assertThat(jvm.ask("check 1 5")).isEqualTo("right");
        assertThat(jvm.ask("check 1 5")).isEqualTo("right");
        assertThat(jvm.count("Hits")).isPositive(); // a slow machine lets some calls spend their budget
        redis.kill();
        jvm.awaitMode("MEMORY", SOON);
        assertThat(jvm.ask("check 1 5")).isEqualTo("right");
        redis.restart();
        jvm.awaitMode("REDIS", SOON);
        assertThat(jvm.ask("check 1 10")).isEqualTo("right");
    }
}
