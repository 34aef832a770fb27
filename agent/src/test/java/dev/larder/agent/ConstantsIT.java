package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.ConstantsApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null objects and type-safe enums as results: a hit returns the constant that the method returns. */
final class ConstantsIT {

    private static final String SAME = "true true true Found[name=x]";

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f32_constantsInMemory_comeBackAsThemselves(Jdk jdk) throws Exception {
        Finished finished = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .main(ConstantsApp.class, "MEMORY")
                .run();
        assertThat(finished.stdout().lines())
                .as(finished.stderr())
                .containsExactly("MEMORY", SAME, SAME, SAME, "runs 4");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f32_constantsInRedis_comeBackAsThemselvesInThisJvmAndInOthers(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            for (String runs : List.of("runs 4", "runs 0")) {
                Finished finished = ChildJvm.on(jdk)
                        .briefly()
                        .agent(PackedAgent.jar())
                        .environment("REDIS_URL", redis.url())
                        .main(ConstantsApp.class, "REDIS")
                        .run();
                assertThat(finished.stdout().lines())
                        .as(finished.stderr())
                        .containsExactly("REDIS", SAME, SAME, SAME, runs);
                assertThat(finished.stderr()).doesNotContain("WARN");
            }
        }
    }
}
