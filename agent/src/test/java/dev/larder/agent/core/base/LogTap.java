package dev.larder.agent.core.base;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Lets a test see the lines of the log before they are written. */
public final class LogTap {

    private LogTap() {}

    /** @param takes whether a line is the test's own business, and is not to be written */
    public static void open(BiPredicate<LogLine, @Nullable Throwable> takes) {
        AgentLog.redirect((line, cause) -> {
            if (!takes.test(line, cause)) {
                AgentLog.print(line, cause);
            }
        });
    }
}
