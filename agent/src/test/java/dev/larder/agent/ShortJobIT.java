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

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h63_evictAndEnd_redisHasHeardOfIt(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("HSET", "larder:k", "v:f", "old");
            Finished job = run(jdk, redis.url());
            assertThat(redis.command("EXISTS", "larder:k")).isEqualTo(0L);
            assertThat(job.stdout()).isEqualTo("done\n");
            assertThat(job.stderr()).doesNotContain("WARN", "ERROR");
            assertThat(job.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h63_evictAndEndWithoutRedis_saysWhatIsLost(Jdk jdk) throws Exception {
        Finished job = run(jdk, RedisServer.stopped().url());
        assertThat(job.stderr()).contains("has not been told of its last evictions", "Connection refused");
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
