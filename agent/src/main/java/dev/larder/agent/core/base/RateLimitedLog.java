package dev.larder.agent.core.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets one line through per interval and says how many it withheld since the last.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe; of callers at the same moment one writes.
 */
public final class RateLimitedLog {

    private final Ticker ticker;
    private final long intervalNanos;
    private final AtomicLong nextNanos;
    private final AtomicLong withheld = new AtomicLong();

    public RateLimitedLog(Ticker ticker, Duration interval) {
        this.ticker = ticker;
        this.intervalNanos = interval.toNanos();
        this.nextNanos = new AtomicLong(ticker.nanoTime());
    }

    public void warn(String message) {
        log(AgentLog.Level.WARN, message, null);
    }

    public void error(String message, @Nullable Throwable cause) {
        log(AgentLog.Level.ERROR, message, cause);
    }

    private void log(AgentLog.Level level, String message, @Nullable Throwable cause) {
        long now = ticker.nanoTime();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + intervalNanos)) {
            withheld.incrementAndGet();
            return;
        }
        long count = withheld.getAndSet(0);
        AgentLog.log(level, count == 0 ? message : message + " [" + count + " more like this withheld]", cause);
    }
}
