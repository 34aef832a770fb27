package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.Set;

/**
 * Logs which commands Redis refuses while it answers others, and what becomes of them.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Refusals {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Without them the eviction goes on. */
    private static final Set<String> HOLD_OFFS = Set.of(Script.EVICT.name(), RedisSession.HOLD_OFF);

    private final RateLimitedLog ofCalls;

    /** Separate from the others, like the next one: when evictions are refused, calls are refused all the time. */
    private final RateLimitedLog ofNotices;

    private final RateLimitedLog ofHoldOffs;

    Refusals(Ticker ticker) {
        this.ofCalls = new RateLimitedLog(ticker, INTERVAL);
        this.ofNotices = new RateLimitedLog(ticker, INTERVAL);
        this.ofHoldOffs = new RateLimitedLog(ticker, INTERVAL);
    }

    void say(String command, String answer) {
        if (command.equals(Script.USED.name())) {
            return; // who sends it says so: no call needs it
        }
        if (command.equals(Script.NOTICE.name())) {
            ofNotices.say(Message.NOTICE_REFUSED.of(answer));
        } else if (HOLD_OFFS.contains(command)) {
            ofHoldOffs.say(Message.HOLD_OFF_REFUSED.of(answer));
        } else {
            ofCalls.say(Message.COMMAND_REFUSED.of(command, answer));
        }
    }
}
