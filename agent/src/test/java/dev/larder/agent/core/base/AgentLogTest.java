package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In JVMs of their own, whose standard error can be read. */
@Timeout(60)
final class AgentLogTest {

    private static final Pattern TIME =
            Pattern.compile("^\\[larder] \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ");

    @TempDir
    Path directory;

    @Test
    void log_levelsAndCauses_areOneLineEach() throws Exception {
        assertThat(run("levels"))
                .containsExactly(
                        "[larder] INFO LDR-0607 Over JMX the statistics were reset.",
                        "[larder] WARN LDR-0128 The file names another file in larder.config, which is ignored. Name that file in the agent argument, in a system property or in an environment variable."
                                + " (java.lang.IllegalStateException: cause)",
                        "[larder] ERROR LDR-0401 A fault of the cache in a call of a.B.c(). The method's own result was"
                                + " returned. Please report it",
                        "[larder] DEBUG ä",
                        "[larder] ERROR LDR-0501 An eviction failed on its way to Redis. It is sent again before Redis is used again. Please report it (java.lang.IllegalStateException: cause)",
                        "java.lang.IllegalStateException: cause");
    }

    /** The caller may be the application's, in the middle of a call. */
    @Test
    void log_codeThatThrowsWhileALineIsMade_failsNoCaller() throws Exception {
        assertThat(run("throwing"))
                .containsExactly(
                        "[larder] WARN LDR-0390 From " + Writer.Mute.class.getName() + ": 7",
                        "[larder] INFO LDR-0607 Over JMX the statistics were reset. ("
                                + Writer.MuteException.class.getName() + ")",
                        "[larder] DEBUG a line that cannot be made: java.lang.IllegalStateException: cause",
                        "[larder] INFO LDR-0607 Over JMX the statistics were reset. ("
                                + Writer.MuteException.class.getName() + ")",
                        "[larder] its stack cannot be printed: java.lang.IllegalStateException",
                        "the end");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 999, 59_999, 86_399_999, 86_400_000, 951_827_696_789L, 1_795_909_365_081L, 4_102_444_799_999L})
    void f24_time_isIso8601InUtc(long epochMillis) {
        Instant moment = Instant.ofEpochMilli(epochMillis);

        assertThat(UtcTime.text(epochMillis)).hasSize(24);
        assertThat(Instant.parse(UtcTime.text(epochMillis))).isEqualTo(moment);
    }

    @Test
    void log_applicationReplacedSystemErr_writesToTheProcessAllTheSame() throws Exception {
        assertThat(run("replaced"))
                .containsExactly("[larder] INFO LDR-0603 Over JMX the ttl of a.B.c() was set to 7 s.");
    }

    @Test
    void rateLimitedLog_manyLines_letsOneThroughPerIntervalAndCountsTheRest() throws Exception {
        assertThat(run("limited"))
                .containsExactly(
                        "[larder] WARN LDR-0390 From a: 0",
                        "[larder] WARN LDR-0390 From a: 10 [9 more like this withheld]",
                        "[larder] WARN LDR-0390 From a: 20 [9 more like this withheld] (java.lang.IllegalStateException: cause)",
                        "[larder] WARN LDR-0390 From a: much later");
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
        return Files.readAllLines(err).stream()
                .map(line -> TIME.matcher(line).replaceFirst("[larder] "))
                .toList();
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
                    AgentLog.say(Message.TTL_SET.of("a.B.c()", 7));
                }
                case "limited" -> limited();
                case "throwing" -> throwing();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void levels() {
            AgentLog.say(Message.STATISTICS_RESET.of());
            AgentLog.debug(() -> "off");
            AgentLog.say(Message.FILE_IN_FILE.of("file", "larder.config"), CAUSE);
            AgentLog.setLevel(AgentLog.Level.ERROR);
            AgentLog.say(Message.FILE_IN_FILE.of("off", "off"));
            AgentLog.say(Message.CALL_FAULT.of("a.B.c()"));
            AgentLog.setLevel(AgentLog.Level.OFF);
            AgentLog.say(Message.CALL_FAULT.of("off"), CAUSE);
            AgentLog.setLevel(AgentLog.Level.DEBUG);
            AgentLog.debug(() -> "ä");
            AgentLog.say(Message.EVICTION_FAULT.of(), CAUSE);
        }

        /** Its text is the application's to make, and the application fails to. */
        static final class Mute {
            @Override
            public String toString() {
                throw CAUSE;
            }
        }

        static final class MuteException extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw CAUSE;
            }
        }

        private static void throwing() {
            AgentLog.say(Message.FROM_A_LIBRARY.of(new Mute(), 7));
            AgentLog.say(Message.STATISTICS_RESET.of(), new MuteException());
            AgentLog.setLevel(AgentLog.Level.DEBUG);
            AgentLog.debug(() -> {
                throw CAUSE;
            });
            AgentLog.say(Message.STATISTICS_RESET.of(), new MuteException());
            System.err.println("the end");
        }

        private static void limited() {
            AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // clocks may pass the end of the range
            RateLimitedLog log = new RateLimitedLog(now::get, Duration.ofNanos(10));
            for (int i = 0; i < 20; i++) {
                log.say(Message.FROM_A_LIBRARY.of("a", i));
                now.incrementAndGet();
            }
            log.say(Message.FROM_A_LIBRARY.of("a", 20), CAUSE);
            now.addAndGet(1_000);
            log.say(Message.FROM_A_LIBRARY.of("a", "much later"));
        }
    }
}
