package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * H92 between processes: each reads what the other wrote, under equal fingerprints. The other process runs on this JDK
 * and on every other one of 17 or later that is installed beside it.
 */
final class CrossJvmTest {

    @TempDir
    private Path directory;

    static Stream<Path> h92_otherJvm_readsAndWritesTheSame() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(own.getParent())) {
            return Stream.concat(
                    Stream.of(own), beside.filter(CrossJvmTest::isUsable).map(CrossJvmTest::real))
                    .distinct()
                    .toList()
                    .stream();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static boolean isUsable(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.readAllLines(home.resolve("release")).stream()
                            .filter(line -> line.startsWith("JAVA_VERSION="))
                            .anyMatch(line -> Integer.parseInt(
                                            line.replaceAll("[^0-9.]", "").split("\\.")[0])
                                    >= 17);
        } catch (IOException notAJdk) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource
    void h92_otherJvm_readsAndWritesTheSame(Path home) throws Exception {
        assertReadsAndWritesTheSame(
                home, "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"); // as the agent opens it to itself
    }

    @Test
    void h92_jvmWithoutAccessToMemory_readsAndWritesTheSame() throws Exception {
        assertReadsAndWritesTheSame(Path.of(System.getProperty("java.home")));
    }

    private void assertReadsAndWritesTheSame(Path home, String... options) throws Exception {
        Path ours = Files.write(directory.resolve("ours"), OtherJvm.lines());
        Path theirs = directory.resolve("theirs");
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName(),
                ours.toString(),
                theirs.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(directory.resolve("output"));
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).as("no JDK warnings").isBlank();
        assertThat(OtherJvm.problems(Files.readAllLines(theirs))).isEmpty();
    }
}
