package dev.larder.agent.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.fixtures.Expects;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
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
        Path pipe = pipe();
        try (Secrecy secrecy = new Secrecy(pipe.toString(), "shop")) {
            assertThat(secrecy.sealing()).isNull();
            assertThat(secrecy.sharedCheck()).isEmpty();
            assertThat(secrecy.names().key("k")).isNotEqualTo("k");
        } finally {
            Files.writeString(pipe, ""); // lets its reader go
        }
    }

    /** A call's thread may be interrupted at any time. The keys are those of all calls. */
    @Test
    void interruptOfTheThreadThatWaits_costsNoKeys() throws Exception {
        Path pipe = pipe();
        try (Secrecy secrecy = new Secrecy(pipe.toString(), "shop")) {
            AtomicBoolean isInterrupted = new AtomicBoolean();
            FutureTask<Sealing> sealing = new FutureTask<>(() -> {
                Sealing found = secrecy.sealing();
                isInterrupted.set(Thread.currentThread().isInterrupted());
                return found;
            });
            Thread caller = new Thread(sealing);
            caller.start();
            Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            caller.interrupt();
            try (OutputStream keys = Files.newOutputStream(pipe)) { // waits for the reader
                Files.delete(pipe); // or it would be looked at again
                keys.write(Keys.line("k1", 1).getBytes(StandardCharsets.UTF_8));
            }

            assertThat(sealing.get()).isNotNull();
            assertThat(isInterrupted).isTrue();
            assertThat(secrecy.sharedCheck()).isNotEmpty();
        }
    }

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("keys");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
