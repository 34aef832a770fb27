package dev.larder.agent.core.base;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own log, to the process's standard error.
 *
 * <p>INFO is for an operator and rare, WARN is something to act on, DEBUG is for finding a fault. Neither values nor,
 * above DEBUG, full keys are ever written.
 *
 * <p><b>Threads.</b> Thread-safe; one line is one write.
 *
 * <p><b>Why</b> not a logging API: whichever one the application uses is the application's to configure, and touching
 * {@code java.util.logging} early fixes its manager. Why not {@code System.err}: an application may have replaced it
 * with something that logs, and its code must not run on the agent's threads.
 */
public final class AgentLog {

    /** From the quietest to the loudest. */
    public enum Level {
        OFF,
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    /** Written once when the configuration has been read, seen by all threads afterwards. */
    private static volatile Level threshold = Level.INFO;

    private AgentLog() {}

    public static void setLevel(Level level) {
        threshold = level;
    }

    public static boolean isEnabled(Level level) {
        return level.compareTo(threshold) <= 0;
    }

    public static void error(String message, @Nullable Throwable cause) {
        log(Level.ERROR, message, cause);
    }

    public static void warn(String message) {
        log(Level.WARN, message, null);
    }

    public static void info(String message) {
        log(Level.INFO, message, null);
    }

    public static void debug(Supplier<String> message) {
        if (isEnabled(Level.DEBUG)) {
            log(Level.DEBUG, message.get(), null);
        }
    }

    /** The cause's stack is written at DEBUG only; otherwise its class and message follow on the same line. */
    public static void log(Level level, String message, @Nullable Throwable cause) {
        if (!isEnabled(level)) {
            return;
        }
        String line = "[larder] " + level + " " + message + (cause == null ? "" : " (" + cause + ")");
        OUT.println(line);
        if (cause != null && isEnabled(Level.DEBUG)) {
            cause.printStackTrace(OUT);
        }
    }
}
