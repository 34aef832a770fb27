package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.LaterApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that return futures, in an application with the packed agent on Redis. */
final class ResultsToComeIT {

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void futures_areCachedByTheirValue_alsoForAnotherJvm(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished run = run(jdk, redis);

            assertThat(run.exitCode()).as(run.stderr()).isZero();
            assertThat(run.complaints()).isEmpty();
            assertThat(run.stdout().lines())
                    .containsExactly(
                            "found [Bern of run 1[1, 2]] java.util.ArrayList",
                            "nothing null null of run 2",
                            "evicted [Bern of run 3[1, 2]]",
                            "put [put[1, 2]]",
                            "failing run 4, run 5",
                            "runs of 100 calls 1",
                            "dependents on Larder's threads false, its loader true");

            for (Jdk other : Jdks.all()) {
                Finished reader = run(other, redis, "reader");
                assertThat(reader.stdout()).as(reader.stderr()).isEqualToIgnoringNewLines("[put[1, 2]] null 0");
            }
        }
    }

    private static Finished run(Jdk jdk, RedisServer redis, String... arguments)
            throws IOException, InterruptedException {
        return ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redis.url())
                .main(LaterApp.class, arguments)
                .run();
    }
}
