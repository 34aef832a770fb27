package dev.larder.agent.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.LogTap;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.QuietLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are read again when their file changes. */
final class KeyFileTest {

    @TempDir
    Path directory;

    private int writes;

    @Test
    void changedFile_isReadAgain() throws Exception {
        KeyFile file = KeyFile.open(write(Keys.line("digest", 9) + Keys.line("old", 1)));
        write(Keys.line("digest", 9) + Keys.line("new", 2) + Keys.line("old", 1));

        file.look();

        assertThat(file.inForce().writingId()).isEqualTo("new");
        assertThat(file.inForce().key("old")).isNotNull();
    }

    @Test
    void unchangedFile_isNotReadAgain() throws Exception {
        KeyFile file = KeyFile.open(write(Keys.line("a", 1)));
        KeyRing before = file.inForce();

        file.look();

        assertThat(file.inForce()).isSameAs(before);
    }

    @Test
    @Expects(Message.KEYS_NOT_REPLACED)
    void badFile_leavesTheKeysFromBefore_andIsReadAgainWhenMended() throws Exception {
        KeyFile file = KeyFile.open(write(Keys.line("digest", 9) + Keys.line("a", 1)));
        KeyRing before = file.inForce();
        write("a:zzz");
        file.look();
        file.look(); // says it once

        assertThat(file.inForce()).isSameAs(before);

        write(Keys.line("digest", 9) + Keys.line("b", 2));
        file.look();

        assertThat(file.inForce().writingId()).isEqualTo("b");
    }

    @Test
    void missingFile_leavesTheKeysFromBefore() throws Exception {
        String path = write(Keys.line("a", 1));
        KeyFile file = KeyFile.open(path);
        Files.delete(Path.of(path));

        file.look();

        assertThat(file.inForce().writingId()).isEqualTo("a");
    }

    /** It may only be being replaced when it is missing for a moment. */
    @Test
    void f48_fileThatVanishes_isReportedOnce() throws Exception {
        KeyFile file = KeyFile.open(write(Keys.line("digest", 9) + Keys.line("a", 1)));
        Files.delete(directory.resolve("keys"));
        List<LogLine> said = new CopyOnWriteArrayList<>();
        LogTap.open((line, cause) -> said.add(line));
        try {
            file.look();
            file.look();
            assertThat(said).isEmpty();
            for (int i = 0; i < 5; i++) {
                file.look();
            }
        } finally {
            QuietLog.listen();
        }

        assertThat(said).singleElement().satisfies(line -> {
            assertThat(line.message()).isEqualTo(Message.KEYS_NOT_REPLACED);
            assertThat(line.text()).contains("it is not there any more");
        });
        assertThat(file.inForce().writingId()).isEqualTo("a");

        write(Keys.line("digest", 9) + Keys.line("b", 2));
        file.look();

        assertThat(file.inForce().writingId()).isEqualTo("b");
    }

    @Test
    @Expects(Message.KEYS_NOT_REPLACED)
    void fileThatWouldChangeTheNames_leavesTheKeysFromBefore() throws Exception {
        KeyFile file = KeyFile.open(write(Keys.line("digest", 9) + Keys.line("a", 1)));
        write(Keys.line("digest", 8) + Keys.line("b", 1));

        file.look();

        assertThat(file.inForce().writingId()).isEqualTo("a");
    }

    @Test
    void unusableFile_isAProblemInWords() throws IOException {
        assertThatThrownBy(() -> KeyFile.open(directory.resolve("none").toString()))
                .hasMessage("it cannot be read: NoSuchFileException");
        assertThatThrownBy(() -> KeyFile.open("\0")).hasMessage("it cannot be read: InvalidPathException");
        Path bytes = Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> KeyFile.open(bytes.toString())).hasMessage("it is not in UTF-8");
        Path large = Files.write(directory.resolve("large"), new byte[100_000]);
        assertThatThrownBy(() -> KeyFile.open(large.toString())).hasMessage("it is larger than 64 KB");
    }

    /** Each write has another time, as it has where nobody writes twice in a moment. */
    private String write(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++writes));
        return file.toString();
    }
}
