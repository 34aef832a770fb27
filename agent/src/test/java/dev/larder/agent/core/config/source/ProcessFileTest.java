package dev.larder.agent.core.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.parse.ConfigReader;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessFileTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"BOOT-INF/classes/", "WEB-INF/classes/"})
    void f31_fileInsideTheLaunchedJar_isFoundAndNamed(String root) throws IOException {
        Path jar = jar(root + "larder.properties", "larder.namespace = shop");

        PackagedFile found = ProcessFile.find(launched(jar, Map.of()));

        assertThat(found)
                .isEqualTo(new PackagedFile(
                        "file " + jar + "!/" + root + "larder.properties", Map.of("larder.namespace", "shop"), null));
    }

    @Test
    void f31_jarWithoutAFile_givesNone() throws IOException {
        Path jar = jar("BOOT-INF/classes/application.properties", "larder.namespace = shop");

        assertThat(ProcessFile.find(launched(jar, Map.of()))).isNull();
        assertThat(ProcessFile.find(new ConfigSources("", Map.of(), Map.of()))).isNull();
    }

    /** Whoever runs the application overrules what it was packed with, also by the names that platforms give Redis. */
    @Test
    void f31_packedFile_isOverruledByEveryOtherSource() throws IOException {
        Path named = Files.writeString(directory.resolve("named"), "larder.load.lease = 7s");
        ConfigSources sources = launched(
                jar("BOOT-INF/classes/larder.properties", """
                        larder.namespace = packed
                        larder.hold-off = 2s
                        larder.load.lease = 8s
                        larder.redis.url = redis://packed
                        larder.redis.timeout = 30ms
                        larder.memory.max-entries = 5
                        """),
                Map.of("REDIS_URL", "redis://platform", "LARDER_REDIS_TIMEOUT", "20ms"),
                Map.of("larder.namespace", "given", "larder.config", named.toString()));

        EffectiveConfig effective = ConfigReader.read(sources, ProcessFile.find(sources));

        assertThat(texts(effective)).isEmpty();
        AgentConfig config = effective.config();
        assertThat(config.namespace()).isEqualTo("given");
        assertThat(config.redis().url()).isEqualTo("redis://platform:6379/0");
        assertThat(config.redis().timeout()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.load().lease()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.load().holdOff()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.memory().maxEntries()).isEqualTo(5);
        assertThat(effective.summary())
                .contains("larder.memory.max-entries=5 (file ", "!/BOOT-INF/classes/larder.properties)");
    }

    @Test
    void f31_mistakesInAPackedFile_areSaidAsAllOthers() throws IOException {
        ConfigSources sources = launched(jar("BOOT-INF/classes/larder.properties", """
                        larder.hold-off = soon
                        larder.namespce = shop
                        other.key = 1
                        """), Map.of());

        EffectiveConfig effective = ConfigReader.read(sources, ProcessFile.find(sources));

        assertThat(effective.config()).isEqualTo(AgentConfig.defaults());
        assertThat(texts(effective))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .contains("larder.hold-off", "soon", "larder.properties", "default 0ms is used"),
                        problem -> assertThat(problem)
                                .contains("larder.namespce", "nearest known key is larder.namespace"));
    }

    @Test
    void f31_unreadablePackedFile_isIgnoredAsAWhole() throws IOException {
        byte[] latin = {'l', '=', (byte) 0xE4, '\n'};
        byte[] large = "#".repeat((1 << 20) + 1).getBytes(StandardCharsets.US_ASCII);
        for (byte[] content : new byte[][] {latin, large}) {
            ConfigSources sources = launched(jar("BOOT-INF/classes/larder.properties", content), Map.of());

            EffectiveConfig effective = ConfigReader.read(sources, ProcessFile.find(sources));

            assertThat(effective.config()).isEqualTo(AgentConfig.defaults());
            assertThat(texts(effective))
                    .singleElement()
                    .asString()
                    .startsWith("The file ")
                    .contains("larder.properties on the application's class path is ignored: it ", "Accepted:");
        }
    }

    private static ConfigSources launched(Path jar, Map<String, String> environment) {
        return launched(jar, environment, Map.of());
    }

    private static ConfigSources launched(Path jar, Map<String, String> environment, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("java.class.path", jar.toString());
        all.put("sun.java.command", jar + " --port 1");
        return new ConfigSources("", all, environment);
    }

    private Path jar(String name, String content) throws IOException {
        return jar(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Path jar(String name, byte[] content) throws IOException {
        Path jar = directory.resolve("shop.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(name));
            out.write(content);
        }
        return jar;
    }

    private static List<String> texts(EffectiveConfig effective) {
        return effective.problems().stream().map(LogLine::text).toList();
    }
}
