package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.WriteBehindApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes whose callers do not wait, while Redis is killed and the database is away for ten seconds. */
final class WriteBehindIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void redisIsKilledAndTheDatabaseIsAway_theLastValueOfEachKeyIsWritten_inOrder(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running app = ChildJvm.on(jdk)
                        .agent(PackedAgent.jar())
                        .environment("REDIS_URL", redis.url())
                        .patience(PATIENCE)
                        .main(WriteBehindApp.class)
                        .start()) {
            await().atMost(PATIENCE).until(() -> app.stdout().contains("away"));
            redis.kill();
            redis.restart();

            Finished finished = app.await();

            assertThat(finished.stdout().lines())
                    .as(finished.stderr())
                    .containsExactly(
                            "writing",
                            "away",
                            "keys with their last version: 100",
                            "out of order: 0",
                            "read an older version: 0",
                            "lost: 0",
                            "tried again: true",
                            "coalesced: true",
                            "deleted: true",
                            "written before the end: all");
            assertThat(finished.stderr()).doesNotContain("ERROR").contains("WARN LDR-0511");
        }
    }
}
