package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.EditedJar;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent that cannot work does to an application: nothing, and it says so in one line. */
final class BrokenAgentIT extends AttachedApplications {

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
