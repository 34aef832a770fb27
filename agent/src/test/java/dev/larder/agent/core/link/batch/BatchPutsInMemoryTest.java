package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;

final class BatchPutsInMemoryTest extends BatchPutContract {

    @Override
    CacheStore store() {
        return MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    }
}
