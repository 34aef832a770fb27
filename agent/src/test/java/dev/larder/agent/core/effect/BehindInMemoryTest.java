package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;

final class BehindInMemoryTest extends BehindContract {

    private final CacheStore store =
            MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());

    @Override
    CacheStore store() {
        return store;
    }
}
