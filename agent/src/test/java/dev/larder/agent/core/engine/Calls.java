package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.engine.later.LaterLoad;
import dev.larder.agent.core.engine.refresh.Freshness;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A cached method without a class around it: the engine over a store, called the way a call site does. */
final class Calls {

    static final Duration BUDGET = Duration.ofMillis(100);

    /** A lease so long that no wait ends by itself within a test. */
    static final LoadConfig PATIENT = lease(Duration.ofMinutes(10));

    final CacheEngine engine;
    final CacheStore store;
    final MethodStats stats = new StatsRegistry().register();
    final CachedMethod method;

    /** That every thread is in; null for none. Set by the test, read by callers. */
    volatile Transaction transaction;

    /** Asked by each call for the monitor of its body, when it is about to lead a load. Set by the test, read by callers. */
    volatile Supplier<Object> monitor = () -> null;

    /** Whether the arguments still make the key. Set by the test, read by whoever asks. */
    volatile Predicate<String> keyed = key -> true;

    /** The application's {@code unless} for stages. Set by the test, read by whoever asks. */
    volatile Callable<Boolean> unless = () -> false;

    private Calls(CacheStore store, Duration ttl, Freshness freshness, Ticker ticker) {
        this.store = store;
        this.engine = new CacheEngine(
                ticker, Duration.ofSeconds(5), Duration.ofSeconds(5), LoadConfig.defaults(), true, new LaterThreads());
        this.method = new CachedMethod(
                engine,
                new MethodSettings(
                        "com.acme.Shop.find(long)",
                        "shop:{id}",
                        0,
                        ttl.toMillis(),
                        ttl.toMillis(),
                        freshness,
                        true,
                        Tier.SHARED),
                stats,
                new ResultType(Object.class, true, null),
                new LinesCodec(),
                purpose -> transaction);
        engine.open(store);
    }

    /** With a time to live of a minute. */
    static Calls refreshing(CacheStore store, Freshness freshness, Ticker ticker) {
        return refreshing(store, Duration.ofMinutes(1), freshness, ticker);
    }

    static Calls refreshing(CacheStore store, Duration ttl, Freshness freshness, Ticker ticker) {
        return new Calls(store, ttl, freshness, ticker);
    }

    private Calls(CacheStore store, Duration budget, LoadConfig limits, int tagCount, long nullTtlMillis) {
        this(store, budget, limits, tagCount, nullTtlMillis, new LaterThreads());
    }

    private Calls(
            CacheStore store,
            Duration budget,
            LoadConfig limits,
            int tagCount,
            long nullTtlMillis,
            LaterThreads laterThreads) {
        this.store = store;
        this.engine = new CacheEngine(Ticker.system(), budget, budget, limits, true, laterThreads);
        this.method = new CachedMethod(
                engine,
                new MethodSettings("com.acme.Shop.find(long)", "shop:{id}", tagCount, 60_000, nullTtlMillis, true),
                stats,
                new ResultType(Object.class, true, null),
                new LinesCodec(),
                purpose -> transaction);
        engine.open(store);
    }

    static Calls overMemory() {
        return overMemory(LoadConfig.defaults(), 60_000);
    }

    static Calls overMemory(LoadConfig limits, long nullTtlMillis) {
        return new Calls(memory(limits), BUDGET, limits, 0, nullTtlMillis);
    }

    static Calls over(CacheStore store) {
        return over(store, LoadConfig.defaults());
    }

    static Calls over(CacheStore store, LoadConfig limits) {
        return new Calls(store, BUDGET, limits, 0, 60_000);
    }

    /** For a real Redis on a machine that is busy with other things. */
    static Calls unhurried(CacheStore store, LoadConfig limits) {
        return within(Duration.ofSeconds(5), store, limits);
    }

    /** The same with other threads for stages. */
    static Calls unhurried(CacheStore store, LoadConfig limits, LaterThreads threads) {
        return new Calls(store, Duration.ofSeconds(5), limits, 0, 60_000, threads);
    }

    /** Calls that may wait for the store so long. */
    static Calls within(Duration budget, CacheStore store, LoadConfig limits) {
        return new Calls(store, budget, limits, 0, 60_000);
    }

    static Calls tagged(CacheStore store, int tagCount) {
        return new Calls(store, BUDGET, LoadConfig.defaults(), tagCount, 60_000);
    }

    static LoadConfig lease(Duration lease) {
        return new LoadConfig(lease, LoadConfig.DEFAULT_MAX_VALUE_BYTES);
    }

    static CacheStore memory(LoadConfig limits) {
        return MemoryStore.create(MemoryConfig.defaults(), limits, Ticker.system());
    }

    /** One call, as the call site makes it. */
    Object call(String key, Callable<Object> body) throws Exception {
        return call(key, List::of, body, () -> false);
    }

    Object call(String key, Callable<Object> body, Callable<Boolean> unless) throws Exception {
        return call(key, List::of, body, unless);
    }

    Object call(String key, Supplier<List<String>> tags, Callable<Object> body, Callable<Boolean> unless)
            throws Exception {
        Object found;
        try {
            found = method.find(key);
        } catch (Throwable fault) {
            found = method.fault(fault);
        }
        return Miss.isMiss(found)
                ? load(found, new Made(tags, body, unless, monitor, made -> keyed.test(made)))
                : found;
    }

    private Object load(Object miss, Invocation call) throws Exception {
        try {
            return method.load(miss, call);
        } catch (Exception | Error theirs) {
            throw theirs;
        } catch (Throwable impossible) {
            throw new AssertionError("No body throws this", impossible);
        }
    }

    /** One call of a method that returns a stage, as the call site makes it. */
    @SuppressWarnings("unchecked") // the value of a stage is what the body's stage has
    CompletableFuture<Object> later(String key, Callable<?> body) throws Exception {
        Object found = method.find(key);
        if (!Miss.isMiss(found)) {
            return CompletableFuture.completedFuture(found);
        }
        try {
            return (CompletableFuture<Object>)
                    LaterLoad.run(method, found, new Made(List::of, body, unless, monitor, made -> keyed.test(made)));
        } catch (Exception | Error theirs) {
            throw theirs;
        } catch (Throwable impossible) {
            throw new AssertionError("No body throws this", impossible);
        }
    }

    /** One call on another thread. */
    Future<Object> submit(ExecutorService threads, String key, Callable<Object> body) {
        return threads.submit(() -> call(key, body));
    }

    /** What a call on another thread comes to. */
    static Object soon(Future<Object> future) throws Exception {
        return future.get(5, TimeUnit.SECONDS);
    }

    StatsSnapshot counts() {
        return stats.snapshot();
    }

    private record Made(
            Supplier<List<String>> templates,
            Callable<?> body,
            Callable<Boolean> unless,
            Supplier<Object> entered,
            Predicate<String> keyed)
            implements Invocation {

        @Override
        public boolean isStillFor(String key) {
            return keyed.test(key);
        }

        @Override
        public Object monitor() {
            return entered.get();
        }

        @Override
        public Object run() throws Throwable {
            return body.call();
        }

        @Override
        public List<String> tags() {
            return templates.get();
        }

        @Override
        public boolean forbidsStoring(Object result) throws Throwable {
            return unless.call();
        }
    }
}
