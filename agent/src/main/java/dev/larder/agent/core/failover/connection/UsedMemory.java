package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;

/**
 * The memory that Redis reported a few seconds ago.
 *
 * <p><b>Threads.</b> Requested on the background thread, read by any.
 */
final class UsedMemory {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Ticker ticker;
    private long nextPollNanos;

    /** Published to JMX; -1 while unknown. */
    private volatile long bytes = -1;

    UsedMemory(Ticker ticker) {
        this.ticker = ticker;
        this.nextPollNanos = ticker.nanoTime();
    }

    long bytes() {
        return bytes;
    }

    void forget() {
        bytes = -1;
    }

    void poll(RemoteStore remote, Duration limit) {
        long now = ticker.nanoTime();
        if (now - nextPollNanos < 0) {
            return;
        }
        nextPollNanos = now + INTERVAL.toNanos();
        try {
            bytes = remote.usedMemoryBytes(new Budget(ticker, limit));
        } catch (StoreException e) {
            forget(); // shown as unknown; a user without INFO can still cache
        }
    }
}
