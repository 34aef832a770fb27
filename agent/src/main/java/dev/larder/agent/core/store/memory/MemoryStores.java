package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The memory stores of one process, one after the other or at the same time. Each begins empty, or with what was read from the
 * Redis that it follows. An eviction from one of them holds loads off in all, since the source lags for all of them.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class MemoryStores implements CacheStore.Fallbacks {

    private final MemoryConfig memory;
    private final @Nullable Duration longest;
    private final LoadConfig load;
    private final Ticker ticker;
    private final HoldOffs heldOff;
    private final Executor upkeep;

    private MemoryStores(
            MemoryConfig memory, @Nullable Duration longest, LoadConfig load, Executor upkeep, Ticker ticker) {
        this.memory = memory;
        this.longest = longest;
        this.load = load;
        this.ticker = ticker;
        this.upkeep = upkeep;
        this.heldOff = MemoryStore.heldOff(memory, load, ticker);
    }

    /**
     * Each as {@link MemoryStore#create}.
     *
     * @param upkeep keeps them within bounds, on other threads than the callers'; until it has run there may be some
     *     entries above the bound
     */
    public static MemoryStores alone(MemoryConfig memory, LoadConfig load, Executor upkeep, Ticker ticker) {
        return new MemoryStores(memory, null, load, upkeep, ticker);
    }

    /** Each as {@link MemoryStore#fallback}; see {@link #alone}. */
    public static MemoryStores fallbacks(MemoryConfig memory, LoadConfig load, Executor upkeep, Ticker ticker) {
        return new MemoryStores(memory, memory.fallbackTtl(), load, upkeep, ticker);
    }

    @Override
    public CacheStore get() {
        return new MemoryStore(MemoryStore.room(memory), longest, load, heldOff, upkeep, ticker);
    }

    /** Begins with the copies of {@code left}, if nothing can have been missed that has ended them. */
    @Override
    public CacheStore after(CacheStore left) {
        boolean isLent =
                longest != null && memory.standby() && left.near() instanceof NearCopies copies && copies.lend(longest);
        return isLent
                ? new MemoryStore(
                        MemoryStore.room(memory), longest, load, heldOff, (NearCopies) left.near(), upkeep, ticker)
                : get();
    }
}
