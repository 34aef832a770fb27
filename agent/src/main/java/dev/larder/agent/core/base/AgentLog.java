package dev.larder.agent.core.base;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own log, on the standard error of the process.
 *
 * <p>INFO is for an operator and rare, WARN is something to act on, DEBUG is for finding a fault, and FATAL ends the
 * process. Neither values nor,
 * above DEBUG, full keys are ever written.
 *
 * <p><b>Shape.</b> {@code [larder] 2026-11-28T23:42:45.081Z WARN LDR-0302 what happened}, in UTC by the wall clock of
 * this host. A line at INFO or above has the id of its {@link Message}; one at DEBUG has none.
 *
 * <p><b>Threads.</b> Thread-safe; one line is one write.
 *
 * <p><b>Why</b> not a logging API: the application configures its own logging API, and early use of {@code
 * java.util.logging} fixes its manager. Why not {@code System.err}: an application may have replaced it, and its code
 * must not run on the agent's threads.
 */
public final class AgentLog {

    /** From the quietest to the loudest. */
    public enum Level {
        OFF,
        FATAL,
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** Takes the lines that have an id. */
    @FunctionalInterface
    interface Sink {
        void write(LogLine line, @Nullable Throwable cause);
    }

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    /** Written once when the configuration has been read, seen by all threads afterwards. */
    private static volatile Level threshold = Level.INFO;

    /** Standard error, but in tests. */
    private static volatile Sink sink = AgentLog::print;

    private AgentLog() {}

    public static void setLevel(Level level) {
        threshold = level;
    }

    /** Also at OFF a process that is ended says why. */
    public static boolean isEnabled(Level level) {
        return level == Level.FATAL || level.compareTo(threshold) <= 0;
    }

    public static void say(LogLine line) {
        say(line, null);
    }

    /** The cause's stack is written at DEBUG only; otherwise its class and message follow on the same line. */
    public static void say(LogLine line, @Nullable Throwable cause) {
        if (isEnabled(line.message().level())) {
            sink.write(line, cause);
        }
    }

    static void redirect(Sink to) {
        sink = to;
    }

    static void print(LogLine line, @Nullable Throwable cause) {
        Message message = line.message();
        write(message.level() + " " + message.id() + " " + line.text(), cause);
    }

    public static void debug(Supplier<String> message) {
        if (isEnabled(Level.DEBUG)) {
            write(Level.DEBUG + " " + textOf(message), null);
        }
    }

    private static String textOf(Supplier<String> message) {
        try {
            return message.get();
        } catch (Throwable fault) { // a fault in a log line must not fail the caller
            return "a line that cannot be made: " + LogLine.textOf(fault);
        }
    }

    private static void write(String line, @Nullable Throwable cause) {
        String time = UtcTime.text(System.currentTimeMillis());
        OUT.println("[larder] " + time + " " + line + (cause == null ? "" : " (" + LogLine.textOf(cause) + ")"));
        if (cause != null && isEnabled(Level.DEBUG)) {
            printStack(cause);
        }
    }

    private static void printStack(Throwable cause) {
        try {
            cause.printStackTrace(OUT);
        } catch (Throwable theirs) { // thrown by the cause's own code; the line above has its class
            OUT.println(
                    "[larder] its stack cannot be printed: " + theirs.getClass().getName());
        }
    }
}
