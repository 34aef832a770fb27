package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Reads a page and something else, at first and after each line of its input. A value says who made it. */
    private static final String PAGES = """
            import dev.larder.*;

            public class Pages {
                static String name;
                @Cached(ttl = 600, key = "page:{0}") static String page(int id) { return name; }
                @Cached(ttl = 600, key = "other:{0}") static String other(int id) { return name; }
                @CacheEvict(pattern = "page:*") static void evict() {}

                public static void main(String[] args) throws Exception {
                    name = args[0];
                    page(0);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.REDIS);
                    var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
                    for (String line = "read"; line != null && !line.equals("end"); line = in.readLine()) {
                        if (line.equals("evict")) evict();
                        System.out.println(page(1) + " " + other(1) + " " + Larder.mode());
                    }
                }
            }
            """;

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the two processes. An eviction that Redis refuses would be sent again meanwhile, several times. */
    private static final int HEARTBEATS = 8;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes =
                Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Calls", CALLS, "Pages", PAGES));
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

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f35_userWithoutScan_aPatternEvictsEverythingAndRedisIsUsedOn(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("ACL", "SETUSER", "poor", "on", ">pw", "~*", "&*", "+@all", "-scan");
            try (ChildJvm.Running first = pages(jdk, redis, "first").start()) {
                awaitAnswers(first, "first first REDIS");
                try (ChildJvm.Running second = pages(jdk, redis, "second").start()) {
                    awaitAnswers(second, "first first REDIS");
                    second.tell("evict");
                    awaitAnswers(second, "first first REDIS", "second second REDIS");
                    awaitHeartbeats(redis);
                    first.tell("read");
                    awaitAnswers(first, "first first REDIS", "second second REDIS");
                    assertWarnsOfScanAlone(first);
                    assertWarnsOfScanAlone(second);
                }
            }
        }
    }

    private static ChildJvm pages(Jdk jdk, RedisServer redis, String name) {
        return ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .environment("REDIS_URL", redis.url().replace("redis://", "redis://poor:pw@"))
                .environment("LARDER_REDIS_TIMEOUT", "10s")
                .environment("LARDER_REDIS_CONNECT_TIMEOUT", "20s")
                .agent(PackedAgent.jar())
                .main("Pages", name);
    }

    private static void awaitAnswers(ChildJvm.Running jvm, String... answers) throws IOException {
        await("answer " + answers.length)
                .atMost(SOON)
                .until(() -> jvm.stdout().lines().count() == answers.length);
        assertThat(jvm.stdout().lines()).as(jvm.stderr()).containsExactly(answers);
    }

    private static void awaitHeartbeats(RedisServer redis) {
        long end = redis.calls("ping") + HEARTBEATS;
        await("heartbeats").atMost(SOON).until(() -> redis.calls("ping") >= end);
    }

    private static void assertWarnsOfScanAlone(ChildJvm.Running jvm) throws IOException, InterruptedException {
        jvm.tell("end");
        List<String> lines = jvm.await().agentLines();
        assertThat(lines)
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("refuses SCAN", "evicts everything in the namespace", "(+scan)");
        assertThat(lines).noneMatch(line -> line.contains("Mode MEMORY"));
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
