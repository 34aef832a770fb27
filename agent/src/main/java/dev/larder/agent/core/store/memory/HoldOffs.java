package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;

/**
 * The keys and the tags that were evicted recently: see {@link HoldOff}.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
record HoldOffs(HoldOff keys, HoldOff tags) {

    HoldOffs(Duration time, long maxNames, Ticker ticker) {
        this(new HoldOff(time, maxNames, ticker), new HoldOff(time, maxNames, ticker));
    }
}
