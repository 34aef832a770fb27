package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.BatchesApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods for many ids and for one share entries, in memory and in Redis. */
final class BatchesIT {

    private static final List<String> RIGHT = List.of(
            "User[id=2, name=n2] [find 2]",
            "{3=User[id=3, name=n3], 2=User[id=2, name=n2]} [findAll [3, 5]]",
            "{3=User[id=3, name=n3], 2=User[id=2, name=n2]} []",
            "[User[id=4, name=n4], User[id=3, name=n3], null, User[id=4, name=n4]] [list 1]",
            "User[id=4, name=n4] []",
            "{2=User[id=2, name=n2], 3=User[id=3, name=n3], 4=User[id=4, name=n4]} [findAll [3, 4]]",
            "{} [findAll []]",
            "{4=User[id=4, name=n4], 6=User[id=6, name=n6], 7=User[id=7, name=n7]} [later [6, 7]]",
            "{6=User[id=6, name=n6], 7=User[id=7, name=n7]} []",
            "{4=User[id=4, name=n4], 6=User[id=6, name=n6], 7=User[id=7, name=n7]} []");

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void manyIds_inMemory_runTheMethodForTheMissingOnes(Jdk jdk) throws Exception {
        assertRight(
                ChildJvm.on(jdk)
                        .briefly()
                        .agent(PackedAgent.jar())
                        .main(BatchesApp.class, "MEMORY")
                        .run(),
                "MEMORY");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void manyIds_inRedis_runTheMethodForTheMissingOnes(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            ChildJvm child = ChildJvm.on(jdk)
                    .briefly()
                    .agent(PackedAgent.jar())
                    .environment("REDIS_URL", redis.url())
                    .main(BatchesApp.class, "REDIS");
            assertRight(child.run(), "REDIS");
        }
    }

    private static void assertRight(Finished finished, String mode) {
        List<String> lines = finished.stdout().lines().toList();
        assertThat(lines).as(finished.stderr()).startsWith(mode);
        assertThat(lines.subList(1, lines.size())).as(finished.stderr()).isEqualTo(RIGHT);
        assertThat(finished.stderr()).doesNotContain("WARN");
    }
}
