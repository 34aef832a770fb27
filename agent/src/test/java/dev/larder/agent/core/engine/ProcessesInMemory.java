package dev.larder.agent.core.engine;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.CacheStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;

/** One memory for all. */
abstract class ProcessesInMemory implements Processes {

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private CacheStore store;

    @Override
    public CacheStore connect(LoadConfig limits) {
        if (store == null) {
            store = Calls.memory(limits);
        }
        return store;
    }

    @Override
    public ExecutorService threads() {
        return threads;
    }
}
