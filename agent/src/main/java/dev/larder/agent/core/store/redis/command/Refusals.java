package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;

/**
 * Logs which commands Redis refuses while it answers others, and what becomes of them.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Refusals {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final RateLimitedLog ofCalls;

    /** Separate from the others: when evictions are refused, calls are refused all the time. */
    private final RateLimitedLog ofNotices;

    Refusals(Ticker ticker) {
        this.ofCalls = new RateLimitedLog(ticker, INTERVAL);
        this.ofNotices = new RateLimitedLog(ticker, INTERVAL);
    }

    void say(String command, String answer) {
        if (command.equals(Script.NOTICE.name())) {
            ofNotices.say(Message.NOTICE_REFUSED.of(answer));
        } else {
            ofCalls.say(Message.COMMAND_REFUSED.of(command, answer));
        }
    }
}
