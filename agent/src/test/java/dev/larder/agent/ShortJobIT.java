package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.EvictingJob;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that evicts and ends. */
final class ShortJobIT {

    /** Its namespace is the job's main class. */
    private static final String KEY = EvictingJob.class.getName() + ":k";

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h63_evictAndEnd_redisHasHeardOfIt(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("HSET", KEY, "v:f", "old");
            Finished job = run(jdk, redis.url());
            assertThat(redis.command("EXISTS", KEY)).isEqualTo(0L);
            assertThat(job.stdout()).isEqualTo("done\n");
            assertThat(job.stderr()).doesNotContain("WARN", "ERROR");
            assertThat(job.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h63_evictAndEndWithoutRedis_saysWhatIsLost(Jdk jdk) throws Exception {
        Finished job = run(jdk, RedisServer.stopped().url());
        assertThat(job.stderr()).contains("has not received its last evictions", "Connection refused");
        assertThat(job.stdout()).isEqualTo("done\n");
        assertThat(job.exitCode()).isZero();
    }

    /** The stores wait for a log manager that the application names and never starts. */
    @ParameterizedTest
    @MethodSource("jdks")
    void f45_evictAndEndBeforeTheStoresHaveStarted_saysWhatIsLost(Jdk jdk) throws Exception {
        Finished job = ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", RedisServer.stopped().url())
                .options("-Djava.util.logging.manager=java.util.logging.LogManager")
                .main(EvictingJob.class, "200")
                .run();

        assertThat(job.stderr())
                .contains(
                        "WARN LDR-0504 The process ends before its stores have started, and Redis has not received its evictions (2)."); // the key that it put, and the one that it evicted
        assertThat(job.stdout()).isEqualTo("done\n");
        assertThat(job.exitCode()).isZero();
    }

    private static Finished run(Jdk jdk, String url) throws Exception {
        return ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .main(EvictingJob.class)
                .run();
    }
}
