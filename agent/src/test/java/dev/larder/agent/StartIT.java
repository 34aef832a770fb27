package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when the agent is attached, and that caching starts under launchers of all kinds. */
final class StartIT {

    private static final String HELLO = """
            public class Hello {
                public static void main(String[] args) {
                    System.out.println("hello");
                }
            }
            """;

    /** Ends as soon as it has called its methods. */
    private static final String SHORT_JOB = """
            import dev.larder.Cached;
            public class ShortJob {
                @Cached(key = "a:{0}", ttl = 60) static String a(int i) { return "a" + i; }
                @Cached(key = "b:{0}", ttl = 60) static String b(int i) { return "b" + i; }
                public static void main(String[] args) {
                    System.out.println(a(1) + b(1));
                }
            }
            """;

    /** Loads a class with a cached method again and again, until it is told to end. */
    private static final String BUSY = """
            import java.net.URL;
            import java.net.URLClassLoader;
            public class Busy {
                public static void main(String[] args) throws Exception {
                    URL[] path = {Busy.class.getProtectionDomain().getCodeSource().getLocation(), new URL(args[0])};
                    for (int i = 0; i < 600 && System.in.available() == 0; i++) {
                        Class.forName("ShortJob", true, new URLClassLoader(path, null)).getMethod("main", String[].class)
                            .invoke(null, (Object) new String[0]);
                        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                    }
                }
            }
            """;

    /** Calls a cached method until it is cached, for a bounded time. */
    private static final String UNTIL_CACHED = """
            import dev.larder.Cached;
            public class UntilCached {
                static int runs;
                @Cached(ttl = 60) static int next() { return ++runs; }
                public static void main(String[] args) throws Exception {
                    dev.larder.agent.apps.Awaiting.until(() -> next() == next());
                    System.out.println(next() == next() ? "cached" : "never cached");
                }
            }
            """;

    /** A launcher whose frame stays the outermost one, as that of JavaFX does; in the module of the JDK's own. */
    private static final String LAUNCHER = """
            package sun.launcher;
            public class Outermost {
                public static void main(String[] args) throws Exception {
                    ClassLoader.getSystemClassLoader().loadClass(args[0]).getMethod("main", String[].class)
                        .invoke(null, (Object) new String[0]);
                }
            }
            """;

    @TempDir
    private static Path directory;

    private static Path classes;
    private static Path launcher;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Hello", HELLO, "ShortJob", SHORT_JOB, "Busy", BUSY, "UntilCached", UNTIL_CACHED));
        Path sources = directory.resolve("sources");
        Path source = Files.createDirectories(sources.resolve("sun/launcher")).resolve("Outermost.java");
        launcher = directory.resolve("launcher");
        Files.writeString(source, LAUNCHER);
        Process javac = new ProcessBuilder(
                        Jdks.oldest().tool("javac").toString(),
                        "--patch-module",
                        "java.base=" + sources,
                        "-d",
                        launcher.toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertThat(javac.waitFor()).isZero();
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f42_nothingAnnotated_oneLineSaysThatItIsAttached(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).main("Hello").run();

        assertThat(run.stdout()).isEqualTo("hello\n");
        assertThat(run.complaints()).isEmpty();
        assertThat(run.agentLines())
                .singleElement()
                .asString()
                .matches("\\[larder] INFO LDR-0101 Larder \\d+\\.\\d+\\.\\d+\\S* is attached\\. Mode INITIALIZING: .*"
                        + "MBean dev\\.larder:type=Cache\\.");
    }

    @Test
    void f42_switchedOff_saysSo() throws Exception {
        Finished run = jvm(Jdks.oldest())
                .options("-Dlarder.enabled=false")
                .main("Hello")
                .run();

        assertThat(run.agentLines()).singleElement().asString().contains("Mode OFF: larder.enabled is false.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LARDER_LOG_LEVEL", "LARDER_CONFIG"})
    void f42_infoNotWanted_saysNothing(String variable) throws Exception {
        Path file = Files.writeString(directory.resolve("quiet.properties"), "larder.log.level=WARN\n");
        String value = variable.equals("LARDER_CONFIG") ? file.toString() : "WARN";

        Finished run =
                jvm(Jdks.oldest()).environment(variable, value).main("Hello").run();

        assertThat(run.stderr()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f42_toolsOfTheJdk_sayNothing(Jdk jdk) throws Exception {
        for (List<String> tool : List.of(List.of("javac", "-version"), List.of("keytool", "-help"))) {
            Path said = directory.resolve("said");
            ProcessBuilder builder = new ProcessBuilder(jdk.tool(tool.get(0)).toString(), tool.get(1))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + PackedAgent.jar());
            assertThat(builder.start().waitFor()).isZero();

            assertThat(Files.readString(said))
                    .contains("Picked up JAVA_TOOL_OPTIONS")
                    .doesNotContain("[larder]");
        }
    }

    @Test
    void f42_programFromSource_isTheUsersAndNoTool() throws Exception {
        Path source = Files.writeString(directory.resolve("Hello.java"), HELLO);

        Finished run = ChildJvm.on(Jdks.oldest())
                .briefly()
                .agent(PackedAgent.jar())
                .main(source.toString())
                .run();

        assertThat(run.agentLines()).singleElement().asString().contains("is attached");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f42_shortJob_saysHowManyMethodsThereAre(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).main("ShortJob").run();

        assertThat(run.stdout()).isEqualTo("a1b1\n");
        assertThat(run.agentLines())
                .filteredOn(line -> line.contains("2 methods cached, 0 refused. Mode "))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f45_configurationOfMethodsThatAreNotThere_isSaidWithTheOtherLine(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).options(
                        "-Dlarder.method.ShortJob.a.ttl=1s",
                        "-Dlarder.method.ShortJob.main.ttl=1s",
                        "-Dlarder.method.Absent.find.enabled=false")
                .main("ShortJob")
                .run();

        assertThat(run.agentLines())
                .anyMatch(
                        line -> line.contains("larder.method.ShortJob.main.ttl from the system property has no effect: "
                                + "ShortJob has no cached method 'main'."))
                .anyMatch(line -> line.contains(
                        "INFO LDR-0130 Without effect so far, because their classes have not been loaded: "
                                + "larder.method.Absent.find.enabled."))
                .noneMatch(line -> line.contains("ShortJob.a.ttl from"));
    }

    @Test
    void f42_processThatGoesOnLoadingCachedMethods_saysHowManyThereAreAllTheSame() throws Exception {
        try (ChildJvm.Running busy = jvm(Jdks.oldest())
                .main("Busy", PackedAgent.annotations().toUri().toURL().toString())
                .start()) {
            await("the line").atMost(Duration.ofSeconds(50)).until(() -> busy.stderr()
                    .contains(" methods cached"));
            assertThat(busy.process().isAlive()).isTrue();
            busy.tell("end");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f6_launcherWhoseFrameStays_cachesAllTheSame(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).options("--patch-module", "java.base=" + launcher)
                .main("-m", "java.base/sun.launcher.Outermost", "UntilCached")
                .run();

        assertThat(run.stdout()).as(run.stderr()).isEqualTo("cached\n");
    }

    private static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).classPath(classes, PackedAgent.annotations());
    }
}
