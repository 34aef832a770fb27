package dev.larder.agent.core.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import io.lettuce.core.RedisURI;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class AgentLogServiceProviderTest {

    private final Logger logger = LoggerFactory.getLogger("io.lettuce.core.Some");

    @AfterEach
    void reset() {
        AgentLog.setLevel(AgentLog.Level.INFO);
    }

    @Test
    void slf4j_findsTheProvider() {
        assertThat(logger).isInstanceOf(LibraryLogger.class).isSameAs(LoggerFactory.getLogger("io.lettuce.core.Some"));
        assertThat(logger.getName()).isEqualTo("io.lettuce.core.Some");
    }

    @Test
    void netty_logsToSlf4j() {
        assertThat(InternalLoggerFactory.getDefaultFactory().getClass().getName())
                .contains("Slf4J");
    }

    @Test
    void levels_agentAtInfo_areAllOff() {
        assertThat(logger.isErrorEnabled()).isFalse();
        assertThat(logger.isWarnEnabled()).isFalse();
    }

    @Test
    void levels_agentAtDebug_areWarnAndUp() {
        AgentLog.setLevel(AgentLog.Level.DEBUG);

        assertThat(logger.isErrorEnabled()).isTrue();
        assertThat(logger.isWarnEnabled()).isTrue();
        assertThat(logger.isInfoEnabled()).isFalse();
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(logger.isTraceEnabled()).isFalse();
    }

    @Test
    void withoutCredentials_cutsThemOutOfUrls() {
        assertThat(LibraryLogger.withoutCredentials("no redis://u:hunter2@h:1/2, nor rediss://p@ss@h."))
                .isEqualTo("no redis://***@h:1/2, nor rediss://***@h.");
    }

    @Test
    void lettuce_showsNoPasswordOfAUri() {
        assertThat(RedisURI.create("redis://u:hunter2@h:1/2")).asString().doesNotContain("hunter2");
    }

    /** In a JVM of its own, whose standard error can be read. */
    @Test
    @Timeout(60)
    void logging_manyLines_isAtMostOneEachInterval(@TempDir Path directory) throws Exception {
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(
                                System.getProperty("path.separator"),
                                location(LibraryLogger.class),
                                location(ChattyLibrary.class),
                                location(Logger.class)),
                        ChattyLibrary.class.getName())
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(err).stream()
                .map(line -> line.replaceFirst("^\\[larder] \\S+Z ", "[larder] "))
                .toList();
        assertThat(lines)
                .containsExactly(
                        "[larder] WARN LDR-0390 From a: cannot reach redis://***@h"
                                + " (java.lang.IllegalStateException: redis://***@h is away)",
                        "[larder] WARN LDR-0390 From b: another");
    }

    private static String location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** Logs as a library does that has lost its connection. */
    static final class ChattyLibrary {

        private ChattyLibrary() {}

        public static void main(String[] arguments) {
            Logger first = LoggerFactory.getLogger("a");
            first.error("while the agent is at INFO");
            AgentLog.setLevel(AgentLog.Level.DEBUG);
            for (int i = 0; i < 1_000; i++) {
                first.warn(
                        "cannot reach {}",
                        "redis://:hunter2@h",
                        new IllegalStateException("redis://:hunter2@h is away"));
                first.info("still trying");
            }
            LoggerFactory.getLogger("b").error("another");
        }
    }
}
