package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A cached method without a class around it: the engine over a store, called the way a call site does. */
final class Calls {

    static final Duration BUDGET = Duration.ofMillis(100);

    final CacheEngine engine;
    final CacheStore store;
    final MethodStats stats = new StatsRegistry().register();
    final CachedMethod method;

    private Calls(CacheStore store, LoadConfig limits, long nullTtlMillis) {
        this.store = store;
        this.engine = new CacheEngine(Ticker.system(), BUDGET, limits, true);
        this.method = new CachedMethod(
                engine,
                new MethodSettings("com.acme.Shop.find(long)", "shop:{id}", 60_000, nullTtlMillis, true),
                stats,
                new ResultType(Object.class, true, null),
                new LinesCodec());
        engine.open(store);
    }

    static Calls overMemory() {
        return overMemory(LoadConfig.defaults(), 60_000);
    }

    static Calls overMemory(LoadConfig limits, long nullTtlMillis) {
        return new Calls(MemoryStore.create(MemoryConfig.defaults(), limits, Ticker.system()), limits, nullTtlMillis);
    }

    static Calls over(CacheStore store) {
        return new Calls(store, LoadConfig.defaults(), 60_000);
    }

    /** One call, as the call site makes it. */
    Object call(String key, Callable<Object> body) throws Throwable {
        return call(key, body, () -> false);
    }

    Object call(String key, Callable<Object> body, Callable<Boolean> unless) throws Throwable {
        Object found;
        try {
            found = method.find(key);
        } catch (Throwable fault) {
            found = method.fault(fault);
        }
        return Miss.isMiss(found) ? method.load(found, invocation(body, unless)) : found;
    }

    StatsSnapshot counts() {
        return stats.snapshot();
    }

    private static Invocation invocation(Callable<Object> body, Callable<Boolean> unless) {
        return new Invocation() {
            @Override
            public Object run() throws Throwable {
                return body.call();
            }

            @Override
            public boolean forbidsStoring(Object result) throws Throwable {
                return unless.call();
            }

            @Override
            public List<String> tags() {
                return List.of();
            }
        };
    }
}
