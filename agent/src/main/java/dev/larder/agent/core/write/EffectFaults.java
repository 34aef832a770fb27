package dev.larder.agent.core.write;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.stats.MethodStats;
import java.time.Duration;

/**
 * Counts failed effects, and reports faults of Larder.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> Never throws.
 */
public final class EffectFaults {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final MethodStats counts;
    private final RateLimitedLog log;

    EffectFaults(MethodStats counts, Ticker ticker) {
        this.counts = counts;
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
    }

    /** The store did not answer; the failover reports that when it changes the mode. */
    public void noteUnanswered() {
        counts.recordError();
    }

    /** Counts a fault of Larder, and reports it at a bounded rate. */
    public void report(Throwable fault) {
        counts.recordError();
        try {
            log.say(Message.EFFECT_FAULT.of(), fault);
        } catch (Throwable unreportable) {
            // No memory or no stack is left to log it; the error counter has it.
        }
    }
}
