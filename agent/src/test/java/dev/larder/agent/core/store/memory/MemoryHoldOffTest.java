package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.HoldOffContract;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;

/** {@link MemoryStore} made with a hold-off. */
final class MemoryHoldOffTest implements HoldOffContract {

    private static final Duration HOLD_OFF = Duration.ofSeconds(1);

    private final FakeTicker ticker = new FakeTicker();
    private final MemoryStore store = MemoryStore.create(
            MemoryConfig.defaults(),
            new LoadConfig(LoadConfig.DEFAULT_LEASE, LoadConfig.DEFAULT_MAX_VALUE_BYTES, HOLD_OFF),
            ticker);

    @Override
    public CacheStore store() {
        return store;
    }

    @Override
    public void pass(Duration time) {
        ticker.advance(time);
    }

    @Override
    public Duration lease() {
        return LoadConfig.DEFAULT_LEASE;
    }

    @Override
    public Duration shortTtl() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration holdOff() {
        return HOLD_OFF;
    }
}
