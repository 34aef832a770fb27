package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.key.KeyLength;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That keys are the same bytes everywhere: the golden lines hold for every JVM that runs these tests. */
final class KeyBytesTest {

    @TempDir
    private Path directory;

    static Stream<Arguments> environments() {
        return Stream.of(
                Arguments.of(
                        List.of("-Duser.language=tr", "-Duser.country=TR", "-Dfile.encoding=ISO-8859-9"), "Asia/Tokyo"),
                Arguments.of(
                        List.of(
                                "-Duser.language=ar",
                                "-Duser.extensions=nu-arab",
                                "-Dfile.encoding=UTF-16",
                                "-XX:+UseSerialGC"),
                        "America/New_York"),
                Arguments.of(List.of("-Duser.language=th", "-Duser.variant=TH", "-Dfile.encoding=US-ASCII"), "UTC"));
    }

    @ParameterizedTest
    @MethodSource("environments")
    void h107_otherLocaleCharsetAndTimeZone_deriveTheGoldenBytes(List<String> options, String timeZone)
            throws Exception {
        assertThat(keysOfChild(options, timeZone)).isEqualTo(golden());
    }

    @Test
    void h107_thisJvm_derivesTheGoldenBytes() throws Exception {
        assertThat(SampleKeys.keys()).containsExactlyElementsOf(golden());
    }

    @Test
    void h108_hostileHashTags_spreadOverAllSlots() {
        int[] groups = new int[64];
        int keys = 64 * 1024;
        KeyEncoder encoder = KeyEncoder.of(String.class, "{0}", TypeNames.ALWAYS);
        for (int i = 0; i < keys; i++) {
            String key = KeyLength.bound("app:user:" + encoder.text("{same}" + i));
            groups[RedisSlot.of(key) % groups.length]++;
        }

        assertThat(RedisSlot.of("user:{same}1")).isEqualTo(RedisSlot.of("order:{same}2"));
        assertThat(Arrays.stream(groups).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(900, 1150));
    }

    private List<String> keysOfChild(List<String> options, String timeZone) throws IOException, InterruptedException {
        Path output = directory.resolve("keys");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Duser.timezone=" + timeZone, "-cp", classPath(), SampleKeys.class.getName()));
        Process child = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(directory.resolve("errors")).isEmptyFile();
        return Files.readAllLines(output, StandardCharsets.US_ASCII);
    }

    private static String classPath() {
        return location(KeyHandles.class) + System.getProperty("path.separator") + location(SampleKeys.class);
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> golden() throws IOException {
        try (var lines = KeyBytesTest.class.getResourceAsStream("sample-keys.txt")) {
            return new String(lines.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }
}
