package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The file that {@code larder.config} names. */
final class ConfigFileTest extends ConfigGiven {

    @Test
    void read_file_isUtf8AndMayBeginWithAMark() throws IOException {
        argument = "config=" + write("\uFEFFlarder.method.com.acme.Bücher.lies.ttl=1m");

        assertThat(readWithoutProblem().config().methods()).containsOnlyKeys("com.acme.Bücher.lies");
    }

    @Test
    void read_fileSharedWithOthers_ignoresTheirKeysButNotOursWithoutPrefix() throws IOException {
        argument = "config=" + write("spring.application.name=shop\nredis.url=redis://x\nlarder.config=other");

        assertThat(texts(read()))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("nearest known key is larder.redis.url"),
                        problem -> assertThat(problem).contains("names another file"));
    }

    @Test
    void read_unusableFile_isOneProblemAndTheRestStands() throws IOException {
        properties.put("larder.namespace", "shop");
        Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', '=', (byte) 0xE4, '\n'});
        Path escape = Files.writeString(directory.resolve("escape"), "larder.namespace=\\u00zz");
        Path large = Files.writeString(directory.resolve("large"), "#".repeat((1 << 20) + 1));

        for (String path : new String[] {
            latin.toString(), escape.toString(), large.toString(), "/dev/stdin", "a\0b", directory.toString()
        }) {
            argument = "config=" + path;
            EffectiveConfig effective = read();
            assertThat(effective.config().namespace()).isEqualTo("shop");
            assertThat(texts(effective)).as(path).singleElement().asString().startsWith("Bad value for larder.config");
        }
    }
}
