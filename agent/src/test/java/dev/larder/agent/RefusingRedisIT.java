package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is up and says no: the mode stays, so there has to be another line about it. */
final class RefusingRedisIT {

    private static final String CALLS = """
            public class Calls {
                static int runs;
                @dev.larder.Cached(ttl = 60, key = "calls:{0}") static String read(int id) { runs++; return "v" + id; }
                public static void main(String[] args) throws Exception {
                    dev.larder.agent.apps.Awaiting.until(() -> dev.larder.Larder.mode() == dev.larder.Mode.REDIS);
                    for (int i = 0; i < 20; i++) read(7);
                    System.out.println(runs);
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Calls", CALLS));
    }

    @Test
    void fullRedis_runsTheMethodsAndWarnsOnce() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("CONFIG", "SET", "maxmemory", "1");
            assertWarnsOnce(run(redis), "Redis answered OOM");
        }
    }

    @Test
    void f38_foreignTypeUnderAKey_isReplacedAndServed() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "Calls:calls:7", "somebody else's");
            Finished run = run(redis);
            assertThat(run.stdout()).isEqualTo("1\n");
            assertThat(run.agentLines()).noneMatch(line -> line.contains("WARN"));
        }
    }

    private static Finished run(RedisServer redis) throws IOException, InterruptedException {
        return ChildJvm.on(Jdks.newest())
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .environment("REDIS_URL", redis.url())
                .environment("LARDER_REDIS_TIMEOUT", "10s") // a JVM that is busy starting is no slow Redis
                .environment("LARDER_REDIS_CONNECT_TIMEOUT", "20s")
                .agent(PackedAgent.jar())
                .main("Calls")
                .run();
    }

    private static void assertWarnsOnce(Finished run, String reason) {
        assertThat(run.stdout()).isEqualTo("20\n");
        assertThat(run.agentLines())
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains(reason, "run their methods and cache nothing");
    }
}
