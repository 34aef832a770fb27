package dev.larder.agent.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process has for sensitive methods, if the file of the keys is not to be had. */
@Timeout(30)
final class SecrecyTest {

    @TempDir
    private Path directory;

    /** Nobody writes to the pipe, so whoever opens it waits for ever. */
    @Test
    @Expects(Message.KEYS_UNUSABLE)
    void f48_fileThatHangs_isGivenUp_andTheProcessHasNoKeys() throws Exception {
        Path pipe = directory.resolve("keys");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (Secrecy secrecy = new Secrecy(pipe.toString(), "shop")) {
            assertThat(secrecy.sealing()).isNull();
            assertThat(secrecy.sharedCheck()).isEmpty();
            assertThat(secrecy.names().key("k")).isNotEqualTo("k");
        } finally {
            Files.writeString(pipe, ""); // lets its reader go
        }
    }
}
