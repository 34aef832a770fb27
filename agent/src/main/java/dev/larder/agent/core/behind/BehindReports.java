package dev.larder.agent.core.behind;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WriteBehindConfig;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts and reports writes that failed.
 *
 * <p>The log has the class of what the body threw and not its message, which often has values in it. The key of a lost
 * value is the only key in the log: without it nobody could write the value again. Keys of sensitive methods are left out.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> Never throws.
 */
final class BehindReports {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final WriteBehindConfig limits;
    private final RateLimitedLog log;
    private final LongAdder failures = new LongAdder();
    private final LongAdder lost = new LongAdder();

    /** The counts at the last reset; readers may see one of the two first. */
    private volatile long failuresBefore;

    private volatile long lostBefore;

    BehindReports(WriteBehindConfig limits, Ticker ticker) {
        this.limits = limits;
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
    }

    void failed(BehindWrite write, Throwable thrown, int waiting) {
        failures.increment();
        quietly(() -> log.say(Message.BEHIND_FAILED.of(
                write.writer().signature(), thrown.getClass().getName(), text(limits.giveUpAfter()), waiting)));
    }

    /** Each of them has its line. */
    void lost(BehindWrite write, Throwable thrown) {
        failures.increment();
        lost.increment();
        quietly(() -> AgentLog.say(Message.BEHIND_LOST.of(
                write.writer().signature(),
                write.writer().hidesKeys() ? "of a sensitive method" : write.key(),
                thrown.getClass().getName(),
                text(limits.giveUpAfter()))));
    }

    void leftAtTheEnd(int count) {
        lost.add(count);
        quietly(() -> AgentLog.say(Message.BEHIND_LEFT.of(count, text(limits.drain()))));
    }

    private static void quietly(Runnable report) {
        try {
            report.run();
        } catch (Throwable unreportable) {
            // No memory or no stack is left to log it; the counters have it.
        }
    }

    static String text(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    long failures() {
        long before = failuresBefore;
        return failures.sum() - before;
    }

    long lost() {
        long before = lostBefore;
        return lost.sum() - before;
    }

    void reset() {
        failuresBefore = failures.sum();
        lostBefore = lost.sum();
    }
}
