package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.source.ConfigSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Settings in each of the sources, set by a test, and what is read of them. */
abstract class ConfigGiven {

    String argument = "";
    final Map<String, String> properties = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    EffectiveConfig read() {
        return ConfigReader.read(new ConfigSources(argument, properties, environment));
    }

    EffectiveConfig readWithoutProblem() {
        EffectiveConfig effective = read();
        assertThat(texts(effective)).isEmpty();
        return effective;
    }

    String write(String content) throws IOException {
        return Files.writeString(directory.resolve("larder.properties"), content, StandardCharsets.UTF_8)
                .toString();
    }

    static List<String> texts(EffectiveConfig effective) {
        return effective.problems().stream().map(LogLine::text).toList();
    }
}
