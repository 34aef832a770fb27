package dev.larder.agent.core.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line per interval, with the number of lines withheld since the last one.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe; if several callers come at the same moment, one writes.
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

    public void say(LogLine line) {
        say(line, null);
    }

    public void say(LogLine line, @Nullable Throwable cause) {
        long now = ticker.nanoTime();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + intervalNanos)) {
            withheld.incrementAndGet();
            return;
        }
        long count = withheld.getAndSet(0);
        AgentLog.say(count == 0 ? line : line.with(" [" + count + " more like this withheld]"), cause);
    }
}
