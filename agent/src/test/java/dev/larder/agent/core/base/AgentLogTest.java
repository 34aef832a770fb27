package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own, whose standard error can be read. */
@Timeout(60)
final class AgentLogTest {

    @TempDir
    Path directory;

    @Test
    void log_levelsAndCauses_areOneLineEach() throws Exception {
        assertThat(run("levels"))
                .containsExactly(
                        "[larder] INFO on",
                        "[larder] WARN careful (java.lang.IllegalStateException: cause)",
                        "[larder] ERROR only this",
                        "[larder] DEBUG ä",
                        "[larder] ERROR with stack (java.lang.IllegalStateException: cause)",
                        "java.lang.IllegalStateException: cause");
    }

    @Test
    void log_applicationReplacedSystemErr_writesToTheProcessAllTheSame() throws Exception {
        assertThat(run("replaced")).containsExactly("[larder] INFO here");
    }

    @Test
    void rateLimitedLog_manyLines_letsOneThroughPerIntervalAndCountsTheRest() throws Exception {
        assertThat(run("limited"))
                .containsExactly(
                        "[larder] WARN 0",
                        "[larder] WARN 10 [9 more like this withheld]",
                        "[larder] ERROR 20 [9 more like this withheld] (java.lang.IllegalStateException: cause)",
                        "[larder] WARN much later");
    }

    private List<String> run(String scenario) throws Exception {
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-StackTraceInThrowable",
                        "-cp",
                        location(AgentLog.class) + System.getProperty("path.separator") + location(Writer.class),
                        Writer.class.getName(),
                        scenario)
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(err);
    }

    private static String location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** What the JVM of a test runs. */
    static final class Writer {

        private static final IllegalStateException CAUSE = new IllegalStateException("cause");

        private Writer() {}

        public static void main(String[] arguments) {
            switch (arguments[0]) {
                case "levels" -> levels();
                case "replaced" -> {
                    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
                    AgentLog.info("here");
                }
                case "limited" -> limited();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void levels() {
            AgentLog.info("on");
            AgentLog.debug(() -> "off");
            AgentLog.log(AgentLog.Level.WARN, "careful", CAUSE);
            AgentLog.setLevel(AgentLog.Level.ERROR);
            AgentLog.warn("off");
            AgentLog.error("only this", null);
            AgentLog.setLevel(AgentLog.Level.OFF);
            AgentLog.error("off", CAUSE);
            AgentLog.setLevel(AgentLog.Level.DEBUG);
            AgentLog.debug(() -> "ä");
            AgentLog.error("with stack", CAUSE);
        }

        private static void limited() {
            AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // clocks may pass the end of the range
            RateLimitedLog log = new RateLimitedLog(now::get, Duration.ofNanos(10));
            for (int i = 0; i < 20; i++) {
                log.warn(String.valueOf(i));
                now.incrementAndGet();
            }
            log.error("20", CAUSE);
            now.addAndGet(1_000);
            log.warn("much later");
        }
    }
}
