package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.ChildJvm.Running;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Suspend functions as Kotlin's compiler compiles them, with the packed agent. What the application prints behind {@code =} is the
 * same without the agent.
 */
final class SuspendFunctionsIT {

    private static final Path SOURCES = Path.of("src/test/kotlin");

    private static final String[] COUNTS = {
        "hits run 0",
        "other keys run 2",
        "not stored run 8",
        "context User(name=a's user7, id=7) User(name=a's user7, id=7)",
        "dropped User(name=user7, id=7)",
        "put User(name=other, id=7) User(name=other, id=7)",
        "copy User(name=other, id=7)",
        "one load for 1",
        "left gated30 true",
        "written old false new",
    };

    private static final String[] DEFERRED_COUNTS = {
        "hits run 0",
        "not stored run 4",
        "copy User(name=item1, id=1)",
        "dropped run 1",
        "put User(name=other, id=1) User(name=other, id=1)",
        "one load for 1",
        "left true gated gated",
        "stopped, then run",
        "many run 1 {30=User(name=items30, id=30), 20=User(name=item20, id=20)}",
    };

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Waits", "interface Waits { dev.larder.agent.apps.Awaiting awaiting(); }"));
        Process compiler = new ProcessBuilder(
                        Jdks.oldest().tool("java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        path(compilerJars()),
                        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                        "-no-stdlib",
                        "-no-reflect",
                        "-nowarn",
                        "-java-parameters",
                        "-jvm-target",
                        "17",
                        "-cp",
                        path(Stream.concat(Stream.of(classes, PackedAgent.annotations()), withSpring().stream())),
                        "-d",
                        classes.toString(),
                        SOURCES.resolve("SuspendApplication.kt").toString(),
                        SOURCES.resolve("SuspendTransactions.kt").toString(),
                        SOURCES.resolve("DeferredApplication.kt").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("kotlin.log").toFile())
                .start();
        assertThat(compiler.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(compiler.exitValue())
                .as(Files.readString(directory.resolve("kotlin.log")))
                .isZero();
    }

    private static String path(Stream<Path> entries) {
        return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(String name) {
        return PackedAgent.jar().resolveSibling("kotlin").resolve(name + ".jar");
    }

    private static Stream<Path> compilerJars() {
        return Stream.of(
                        "kotlin-compiler-embeddable",
                        "kotlin-stdlib",
                        "kotlin-script-runtime",
                        "kotlin-reflect",
                        "kotlin-daemon-embeddable",
                        "trove4j",
                        "annotations",
                        "kotlinx-coroutines-core-jvm")
                .map(SuspendFunctionsIT::jar);
    }

    private static List<Path> libraries() {
        return List.of(jar("kotlin-stdlib"), jar("kotlinx-coroutines-core-jvm"));
    }

    private static List<Path> withSpring() {
        return Stream.concat(
                        libraries().stream(),
                        Stream.of(
                                        "kotlin/kotlinx-coroutines-reactor",
                                        "kotlin/kotlinx-coroutines-reactive",
                                        "reactive/reactor-core",
                                        "reactive/reactive-streams",
                                        "old-spring/spring-tx-6.1.21",
                                        "old-spring/spring-core-6.1.21",
                                        "old-spring/spring-beans-6.1.21",
                                        "old-spring/spring-jcl-6.1.21")
                                .map(name -> PackedAgent.jar().resolveSibling(name + ".jar")))
                .toList();
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    private static ChildJvm application(Jdk jdk, List<Path> libraries) {
        return ChildJvm.on(jdk)
                .briefly()
                .classPath(Stream.concat(Stream.of(classes, PackedAgent.annotations()), libraries.stream())
                        .toArray(Path[]::new));
    }

    private static Finished plain(Jdk jdk) throws Exception {
        return application(jdk, libraries()).main("app.App", "plain").run();
    }

    private static List<String> values(Finished run) {
        return run.stdout().lines().filter(line -> line.startsWith("=")).toList();
    }

    private static void assertCached(Finished run, Finished plain) {
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        assertThat(values(run)).hasSize(7).isEqualTo(values(plain));
        assertThat(run.stdout().lines().filter(line -> !line.startsWith("="))).containsExactly(COUNTS);
        assertThat(run.complaints())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains(
                                        "Shop.nothing(kotlin.coroutines.Continuation): its suspend function has no value"),
                        line -> assertThat(line).contains("Cannot cache app.Shop.name", "the value class app.Name"),
                        line -> assertThat(line)
                                .contains("Cannot evict for app.Shop.result", "the value class kotlin.Result"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h48_suspendFunctions_areCachedInMemory(Jdk jdk) throws Exception {
        assertCached(
                application(jdk, libraries())
                        .agent(PackedAgent.jar())
                        .main("app.App", "memory")
                        .run(),
                plain(jdk));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h48_suspendFunctions_areCachedInRedis_andFoundByAnotherJvm(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            ChildJvm onRedis = application(jdk, libraries())
                    .agent(PackedAgent.jar())
                    .environment("REDIS_URL", redis.url())
                    .environment("LARDER_REDIS_TIMEOUT", "5s"); // of a machine with other work to do
            assertCached(onRedis.main("app.App", "redis").run(), plain(jdk));
            Finished reader = application(jdk, libraries())
                    .agent(PackedAgent.jar())
                    .environment("REDIS_URL", redis.url())
                    .main("app.App", "reader")
                    .run();
            assertThat(reader.stdout()).as(reader.stderr()).isEqualToIgnoringNewLines("User(name=user1, id=1)a70");
        }
    }

    private static void assertDeferredsCached(ChildJvm agent, String mode, Finished plain) throws Exception {
        Finished run =
                agent.agent(PackedAgent.jar()).main("app.DeferredApp", mode).run();
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        assertThat(values(run)).hasSize(3).isEqualTo(values(plain));
        assertThat(run.stdout().lines().filter(line -> !line.startsWith("="))).containsExactly(DEFERRED_COUNTS);
        assertThat(run.complaints())
                .singleElement()
                .asString()
                .contains("Cannot cache app.Stock.unit(): its Deferred has no value");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h48_deferredResults_areCachedByTheirValue(Jdk jdk) throws Exception {
        Finished plain =
                application(jdk, libraries()).main("app.DeferredApp", "plain").run();
        assertDeferredsCached(application(jdk, libraries()), "memory", plain);
        try (RedisServer redis = RedisServer.start()) {
            ChildJvm onRedis = application(jdk, libraries())
                    .environment("REDIS_URL", redis.url())
                    .environment("LARDER_REDIS_TIMEOUT", "5s"); // of a machine with other work to do
            assertDeferredsCached(onRedis, "redis", plain);
        }
    }

    /** The thread of the coroutine goes on with other work, and the body and its caller are back on it afterwards. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h48_callerWhileRedisIsHeld_suspends(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(redis.port());
                Running run = application(jdk, libraries())
                        .agent(PackedAgent.jar())
                        .environment("REDIS_URL", proxy.url())
                        .main("app.App", "held")
                        .start()) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> run.stdout()
                    .contains("ready"));
            proxy.hold(FaultProxy.Direction.TO_CLIENT);
            run.tell("go");
            assertThat(run.await().stdout().lines())
                    .containsExactly("ready", "held null own", "then User(name=user99, id=99) own [own]");
        }
    }

    /** Which kotlinx-coroutines-reactor and Spring hand on in the context. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h48_callsInAReactiveTransaction_bypass_andEvictOnceMoreAfterTheCommit(Jdk jdk) throws Exception {
        Finished run = application(jdk, withSpring())
                .agent(PackedAgent.jar())
                .main("app.InTransaction")
                .run();
        assertThat(run.stdout().lines())
                .as(run.stderr())
                .containsExactly("before old", "inside own", "beside old still", "commit", "after new");
    }

    /** Without the library that awaits futures. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h48_suspendFunctionWithoutCoroutines_isRefused(Jdk jdk) throws Exception {
        Path only = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("only"),
                Map.of("Alone", """
                        import kotlin.coroutines.*;

                        public class Alone {
                            static int runs;

                            @dev.larder.Cached(key = "{0}", ttl = 60)
                            Object read(int id, Continuation<? super Integer> next) { return ++runs; }

                            public static void main(String[] args) {
                                Alone alone = new Alone();
                                System.out.println(alone.read(1, null) + " " + alone.read(1, null));
                            }
                        }
                        """),
                "-cp",
                path(Stream.of(PackedAgent.annotations(), jar("kotlin-stdlib"))));
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .classPath(only, PackedAgent.annotations(), jar("kotlin-stdlib"))
                .main("Alone")
                .run();
        assertThat(run.stdout()).as(run.stderr()).isEqualToIgnoringNewLines("1 2");
        assertThat(run.complaints())
                .singleElement()
                .asString()
                .contains("the application has no kotlinx-coroutines-core of version 1.7 or later");
    }
}
