package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.EditedJar;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What attaching does to an application that has nothing to do with caching: nothing. */
final class AttachIT {

    private static final String HELLO = """
            public class Hello {
                @dev.larder.Cached(ttl = 60)
                static String greet(String who) { return "hello " + who; }
                public static void main(String[] args) {
                    System.out.println(greet("world"));
                    System.err.println("warned");
                    System.exit(3);
                }
            }
            """;

    /** Prints what the application sees of resources that libraries and containers look for. */
    private static final String RESOURCES = """
            import java.util.*;
            public class Resources {
                public static void main(String[] args) throws Exception {
                    for (String name : args) {
                        Set<String> found = new TreeSet<>();
                        Resources.class.getClassLoader().getResources(name).asIterator()
                            .forEachRemaining(url -> found.add(url.toString()));
                        System.out.println(name + " " + found);
                    }
                    for (String name : List.of("dev.larder.agent.core.AgentCore", "io.lettuce.core.RedisClient",
                            "dev.larder.agent.core.lib.lettuce.core.RedisClient",
                            "net.bytebuddy.jar.asm.ClassReader", "dev.larder.agent.LarderAgent")) {
                        try {
                            System.out.println("sees " + Class.forName(name).getName());
                        } catch (ClassNotFoundException e) {
                            System.out.println("not " + name);
                        }
                    }
                    Set<String> packages = new TreeSet<>();
                    for (Package p : Package.getPackages()) {
                        if (p.getName().contains("larder")) packages.add(p.getName());
                    }
                    System.out.println("packages " + packages);
                }
            }
            """;

    /** Waits for a line on stdin, then loads and calls a class that has not been loaded. */
    private static final String LATE = """
            public class Late {
                static class Service {
                    @dev.larder.Cached(ttl = 60) String read(int id) { return "value " + id; }
                }
                public static void main(String[] args) throws Exception {
                    System.out.println("ready");
                    System.in.read();
                    System.out.println(new Service().read(7) + new Service().read(7));
                }
            }
            """;

    /** Caches a call, and stays long enough for the agent to lose patience. */
    private static final String SILENT = """
            public class Silent {
                @dev.larder.Cached(ttl = 60) static String read(int id) { return "value " + id; }
                public static void main(String[] args) throws Exception {
                    System.out.println(read(1));
                    System.in.read();
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Hello", HELLO, "Resources", RESOURCES, "Late", LATE, "Silent", SILENT));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h9_application_hasTheSameOutputAndExitCode(Jdk jdk) throws Exception {
        assertThat(outcome(hello(jdk).agent(PackedAgent.jar()))).isEqualTo(outcome(hello(jdk)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truncated AgentCore",
                "no AgentCore",
                "no bridge",
                "out of memory",
                "linkage error",
                "truncated transformer"
            })
    void h6_whateverFailsInPremain_applicationRunsWithOneLine(String fault) throws Exception {
        Path broken = broken(fault);

        Finished run = hello(Jdks.newest()).agent(broken).run();

        assertThat(run.stdout()).isEqualTo("hello world\n");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.agentLines()).singleElement().asString().contains("application runs without caching");
        assertThat(run.complaints()).containsExactly(run.agentLines().get(0), "warned");
    }

    @Test
    void h6_truncatedJar_isTheJvmsOwnError() throws Exception {
        Path half = directory.resolve("half.jar");
        byte[] bytes = Files.readAllBytes(PackedAgent.jar());
        Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

        // No code of ours runs yet; this pins that the JVM says so itself, as the documentation tells.
        assertThat(hello(Jdks.newest()).agent(half).run().stderr()).contains("Error opening zip file or JAR manifest");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h8_sameJarTwiceAndRenamedCopy_oneRuntimeOneWarning(Jdk jdk) throws Exception {
        Path copy = Files.copy(PackedAgent.jar(), directory.resolve("copy-" + jdk.version() + ".jar"));

        Finished twice =
                hello(jdk).agent(PackedAgent.jar()).agent(PackedAgent.jar()).run();
        Finished thrice = hello(jdk)
                .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + copy)
                .agent(PackedAgent.jar())
                .agent(copy)
                .run();

        for (Finished run : List.of(twice, thrice)) {
            assertThat(run.stdout()).isEqualTo("hello world\n");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.complaints())
                    .filteredOn(line -> line.startsWith("[larder]"))
                    .singleElement()
                    .asString()
                    .contains("attached more than once");
            assertThat(run.agentLines())
                    .filteredOn(line -> line.contains("is attached. Mode"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h11_application_seesLauncherAndBridgeAlone(Jdk jdk) throws Exception {
        String[] names = {
            "META-INF/services/tools.jackson.core.TokenStreamFactory",
            "META-INF/services/tools.jackson.databind.ObjectMapper",
            "META-INF/services/reactor.blockhound.integration.BlockHoundIntegration",
            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
            "META-INF/services",
            "META-INF/versions",
            "META-INF/native",
            "META-INF/maven",
            "META-INF/log4j-provider.properties",
            "module-info.class",
            "io/netty",
            "io/lettuce",
            "com/fasterxml",
            "tools/jackson",
            "net/bytebuddy",
            "org/slf4j"
        };

        Finished plain = jvm(jdk).main("Resources", names).run();
        Finished attached =
                jvm(jdk).agent(PackedAgent.jar()).main("Resources", names).run();

        assertThat(attached.stdout().lines())
                .containsExactlyElementsOf(plain.stdout()
                        .replace("not dev.larder.agent.LarderAgent", "sees dev.larder.agent.LarderAgent")
                        .replace("packages []", "packages [dev.larder.agent, dev.larder.agent.bridge]")
                        .lines()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h13_jarDeletedOrOverwritten_nothingReachesTheApplication(Jdk jdk) throws Exception {
        for (boolean overwrite : List.of(false, true)) {
            Path jar = Files.copy(PackedAgent.jar(), directory.resolve("gone-" + jdk.version() + overwrite + ".jar"));
            try (ChildJvm.Running running = jvm(jdk).agent(jar).main("Late").start()) {
                awaitReady(running);
                if (overwrite) {
                    Files.write(jar, new byte[(int) Files.size(jar)]);
                } else {
                    Files.delete(jar);
                }
                running.tell("go");

                Finished run = running.await();
                assertThat(run.stdout()).isEqualTo("ready\nvalue 7value 7\n");
                assertThat(run.exitCode()).isZero();
                assertThat(run.complaints()).hasSizeLessThanOrEqualTo(1);
                assertThat(run.stderr().lines()).hasSameSizeAs(run.agentLines());
            }
        }
    }

    @Test
    void jar_runDirectly_tellsVersionAndUsage() throws Exception {
        Finished run =
                ChildJvm.on(Jdks.oldest()).briefly().jar(PackedAgent.jar()).run();

        assertThat(run.exitCode()).isZero();
        assertThat(run.stdout()).matches("(?s)Larder \\d+\\.\\d+\\.\\d+.*-javaagent:larder-agent\\.jar.*");
    }

    @Test
    void tooOldJava_isRefusedWithOneLine() throws Exception {
        Path demanding = EditedJar.copy(
                PackedAgent.jar(),
                directory.resolve("demanding.jar"),
                (name, bytes) -> name.equals("dev/larder/agent/LarderAgent.class") ? demanding(bytes) : bytes);

        Finished run = hello(Jdks.newest()).agent(demanding).run();

        assertThat(run.stdout()).isEqualTo("hello world\n");
        assertThat(run.agentLines())
                .singleElement()
                .asString()
                .matches(
                        "\\[larder] WARN LDR-0105 This is Java \\d+, Larder needs .* The application runs without caching\\.");
    }

    /** A launcher that wants Java 127: the JVM lets nobody set the property that tells its version. */
    private static byte[] demanding(byte[] launcher) {
        byte[] edited = launcher.clone();
        byte[] compare = {0x10, 17, (byte) 0xA1}; // bipush 17, if_icmplt
        int places = 0;
        for (int i = 0; i + compare.length <= edited.length; i++) {
            if (Arrays.equals(edited, i, i + compare.length, compare, 0, compare.length)) {
                edited[i + 1] = 127;
                places++;
            }
        }
        assertThat(places).isOne();
        return edited;
    }

    @Test
    void h1_logManagerThatIsNeverStarted_isWaitedForAndSaidSo() throws Exception {
        try (ChildJvm.Running running = jvm(Jdks.newest())
                .options("-Djava.util.logging.manager=absent.Manager")
                .agent(PackedAgent.jar())
                .main("Silent")
                .start()) {
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() -> running.stderr().contains("names a log manager"));
            running.tell("go");

            assertThat(running.await().complaints())
                    .singleElement()
                    .asString()
                    .startsWith("[larder] WARN LDR-0108 Nothing is cached yet");
        }
    }

    @Test
    void premain_loadsNeitherWeavingLibraryNorLogging() throws Exception {
        Path unannotated = Javac.compile(
                Jdks.newest(),
                17,
                directory.resolve("plain"),
                Map.of("Plain", "public class Plain { public static void main(String[] a) {} }"));

        List<String> loaded = ChildJvm.on(Jdks.newest())
                .briefly()
                .classPath(unannotated)
                .agent(PackedAgent.jar())
                .logClassLoading()
                .main("Plain")
                .run()
                .loadedClasses();

        assertThat(loaded).contains("dev.larder.agent.core.AgentCore", "Plain");
        assertThat(loaded)
                .noneMatch(name -> name.startsWith("dev.larder.agent.core.lib."))
                .noneMatch(name -> name.startsWith("java.util.logging") || name.startsWith("javax.management"))
                .noneMatch(name ->
                        name.matches("dev\\.larder\\.agent\\.core\\.(weave|classfile|plan|check|inheritance)\\..*")
                                && name.contains("$$Lambda"));
    }

    private static void awaitReady(ChildJvm.Running running) {
        org.awaitility.Awaitility.await().until(() -> running.stdout().contains("ready"));
    }

    private static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk).briefly().classPath(classes, PackedAgent.annotations());
    }

    private static ChildJvm hello(Jdk jdk) {
        return jvm(jdk).main("Hello");
    }

    private static List<Object> outcome(ChildJvm jvm) throws IOException, InterruptedException {
        Finished run = jvm.run();
        return List.of(run.exitCode(), run.stdout(), run.complaints());
    }

    private static Path broken(String fault) throws IOException, InterruptedException {
        String core = "core/dev/larder/agent/core/";
        Path target = directory.resolve(fault.replace(' ', '-') + ".jar");
        Path source = PackedAgent.jar();
        return switch (fault) {
            case "truncated AgentCore" ->
                EditedJar.copy(
                        source, target, (name, bytes) -> name.equals(core + "AgentCore.class") ? half(bytes) : bytes);
            case "truncated transformer" ->
                EditedJar.copy(
                        source,
                        target,
                        (name, bytes) -> name.equals(core + "weave/WeavingTransformer.class") ? half(bytes) : bytes);
            case "no AgentCore" ->
                EditedJar.copy(source, target, (name, bytes) -> name.equals(core + "AgentCore.class") ? null : bytes);
            case "no bridge" ->
                EditedJar.copy(
                        source, target, (name, bytes) -> name.startsWith("dev/larder/agent/bridge/") ? null : bytes);
            case "out of memory" -> throwing(target, "OutOfMemoryError");
            case "linkage error" -> throwing(target, "LinkageError");
            default -> throw new IllegalArgumentException(fault);
        };
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static Path throwing(Path target, String error) throws IOException, InterruptedException {
        String source = "package dev.larder.agent.core; public class AgentCore"
                + " implements java.util.function.BiConsumer<String, java.lang.instrument.Instrumentation> {"
                + " public void accept(String a, java.lang.instrument.Instrumentation i) { throw new " + error
                + "(\"injected\"); } }";
        Path faulty = Javac.compile(
                Jdks.oldest(), 17, directory.resolve(error), Map.of("dev.larder.agent.core.AgentCore", source));
        byte[] replacement = Files.readAllBytes(faulty.resolve("dev/larder/agent/core/AgentCore.class"));
        return EditedJar.copy(
                PackedAgent.jar(),
                target,
                (name, bytes) -> name.equals("core/dev/larder/agent/core/AgentCore.class") ? replacement : bytes);
    }
}
