package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which threads a process has when the start is over: docs/operations.md and docs/redis-layout.md name them. */
final class ThreadsIT {

    private static final String THREADS = """
            import dev.larder.Cached;
            import dev.larder.Larder;
            import java.util.stream.Collectors;
            import java.util.stream.Stream;
            public class Threads {
                @Cached(key = "k:{0}", ttl = 60) static int f(int i) { return i; }
                public static void main(String[] args) throws Exception {
                    f(1);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode().name().equals(args[0])
                        && ours().noneMatch(name -> name.matches("larder-(start|classes)-.*")));
                    f(2);
                    System.out.println(ours().sorted().collect(Collectors.joining(" ")));
                }
                static Stream<String> ours() {
                    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(n -> n.startsWith("larder-"));
                }
            }
            """;

    @TempDir
    private static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Threads", THREADS));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void memory_oneThread_untilHitsNeedUpkeep(Jdk jdk) throws Exception {
        assertThat(jvm(jdk).main("Threads", "MEMORY").run())
                .satisfies(ThreadsIT::isWell)
                .extracting(Finished::stdout)
                .isEqualTo("larder-jmx-1\n");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void redis_fourThreads(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            assertThat(jvm(jdk).environment("REDIS_URL", redis.url())
                            .main("Threads", "REDIS")
                            .run())
                    .satisfies(ThreadsIT::isWell)
                    .extracting(Finished::stdout)
                    .isEqualTo("larder-background-1 larder-jmx-1 larder-redis-io-1 larder-redis-timer-1\n");
        }
    }

    private static void isWell(Finished run) {
        assertThat(run.exitCode()).as(run.stderr()).isZero();
    }

    private static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk).agent(PackedAgent.jar()).classPath(classes, PackedAgent.annotations());
    }
}
