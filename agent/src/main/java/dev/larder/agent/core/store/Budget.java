package dev.larder.agent.core.store;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;

/**
 * What one call may spend on waiting for a back end, all its commands together.
 *
 * <p>Only waiting is charged: the clock runs between {@link #startWaiting} and {@link #stopWaiting}, not while the
 * method's body runs.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 */
public final class Budget {

    private final Ticker ticker;
    private final Duration limit;
    private long remainingNanos;
    private long startNanos;

    public Budget(Ticker ticker, Duration limit) {
        this.ticker = ticker;
        this.limit = limit;
        this.remainingNanos = limit.toNanos();
    }

    /** As much as this one had at first, for what must not pay for what came before it. */
    public Budget anew() {
        return new Budget(ticker, limit);
    }

    /** Starts the clock. @return how long the caller may wait now, in nanoseconds; 0 or less when nothing is left */
    public long startWaiting() {
        startNanos = ticker.nanoTime();
        return remainingNanos;
    }

    /** Stops the clock and charges what was waited. */
    public void stopWaiting() {
        remainingNanos -= ticker.nanoTime() - startNanos;
    }
}
