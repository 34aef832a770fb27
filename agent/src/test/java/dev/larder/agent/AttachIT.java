package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What attaching does to an application that has nothing to do with caching: nothing. */
final class AttachIT extends AttachedApplications {

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h9_application_hasTheSameOutputAndExitCode(Jdk jdk) throws Exception {
        assertThat(outcome(hello(jdk).agent(PackedAgent.jar()))).isEqualTo(outcome(hello(jdk)));
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

    private static List<Object> outcome(ChildJvm jvm) throws IOException, InterruptedException {
        Finished run = jvm.run();
        return List.of(run.exitCode(), run.stdout(), run.complaints());
    }
}
