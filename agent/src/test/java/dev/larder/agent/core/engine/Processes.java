package dev.larder.agent.core.engine;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import java.util.concurrent.ExecutorService;

/** Processes that share one store, for contracts that hold whatever that is. */
interface Processes {

    /** The store as one more process sees it. */
    CacheStore connect(LoadConfig limits) throws StoreException;

    /** Threads of the application; ended after the test. */
    ExecutorService threads();
}
