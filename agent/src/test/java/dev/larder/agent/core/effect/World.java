package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.copy.Prototype;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.link.cold.ColdTypes;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.write.Writes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The engine over a store, with one cached method of strings and any number of methods with effects. */
final class World {

    private static final Duration BUDGET = Duration.ofMillis(500);
    private static final long TTL_MILLIS = 60_000;

    final StatsRegistry stats = new StatsRegistry();
    final CacheEngine engine = new CacheEngine(Ticker.system(), BUDGET, LoadConfig.defaults(), true);
    final Writes writes = new Writes(engine, stats, Ticker.system());
    final MethodStats reads = stats.register();
    private final JsonCodecs codecs = new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES);
    private final Transactions transactions;
    private final CachedMethod cached;

    World(Transactions transactions) {
        this.transactions = transactions;
        this.cached = new CachedMethod(
                engine,
                new MethodSettings("com.acme.Shop.find(long)", "shop:{id}", 0, TTL_MILLIS, TTL_MILLIS, true),
                reads,
                new ResultType(String.class, true, EntryOwners.of(World.class)),
                codecs.codecFor(String.class, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                transactions);
    }

    static World over(CacheStore store) {
        return over(store, Transactions.NONE);
    }

    static World over(CacheStore store, Transactions transactions) {
        World world = new World(transactions);
        world.engine.open(store);
        return world;
    }

    /** A call of the cached method. */
    Object read(String key, Callable<?> body) throws Exception {
        return readTagged(key, List.of(), body);
    }

    /** As {@link #read} with tags, which hits do not ask for. */
    Object readTagged(String key, List<String> tags, Callable<?> body) throws Exception {
        try {
            Object found = cached.find(key);
            return Miss.isMiss(found) ? cached.load(found, new Read(body, tags)) : found;
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    MethodEffects evicting(EvictEffect... evictions) {
        return with(List.of(evictions));
    }

    MethodEffects putting(PutEffect... puts) {
        return with(List.of(), puts);
    }

    MethodEffects with(List<EvictEffect> evictions, PutEffect... puts) {
        List<Put> stores = List.of(puts).stream()
                .map(put -> new Put(
                        put,
                        codecs.codecFor(put.type(), LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                        EntryOwners.of(World.class)))
                .toList();
        return new MethodEffects("com.acme.Shop.update(Item)", evictions, stores, writes, transactions);
    }

    /** A method whose body runs later than its call. */
    BehindEffects behind(PutEffect put, EvictEffect... evictions) {
        return new BehindEffects(
                "com.acme.Shop.save(Item)",
                List.of(evictions),
                new Put(
                        put,
                        codecs.codecFor(put.type(), LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                        EntryOwners.of(World.class)),
                true,
                arguments -> Prototype.of(arguments, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                writes,
                transactions);
    }

    static EvictEffect evict(EvictPhase phase, Template... keys) {
        return new EvictEffect(phase, List.of(keys), List.of(), List.of());
    }

    static PutEffect put(Template key) {
        return put(key, PutEffect.RESULT);
    }

    static PutEffect putBehind(Template key, int argument) {
        return putBehind(key, argument, String.class);
    }

    static PutEffect putBehind(Template key, int argument, Class<?> type) {
        return new PutEffect(key, argument, type, List.of(), TTL_MILLIS, TTL_MILLIS, false, true, null);
    }

    static PutEffect put(Template key, int argument) {
        return new PutEffect(key, argument, String.class, List.of(), TTL_MILLIS, TTL_MILLIS);
    }

    /** A call of a method with effects. */
    static Object call(Effects method, Callable<?> body, Object... arguments) throws Exception {
        return call(method, Object.class, body, arguments);
    }

    /** A call of a method that declares to return {@code returnType}. */
    static Object call(Effects method, Class<?> returnType, Callable<?> body, Object... arguments) throws Exception {
        try {
            return method.around(new Run(body, returnType, arguments));
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** A body that gets its arguments. */
    @FunctionalInterface
    interface Body extends Callable<Object> {

        Object call(Object[] arguments) throws Exception;

        @Override
        default Object call() {
            throw new AssertionError();
        }
    }

    private record Run(Callable<?> body, Class<?> returnType, Object[] arguments) implements EffectCall {

        @Override
        public Object run() throws Throwable {
            return body instanceof Body of ? of.call(arguments) : body.call();
        }

        @Override
        public EffectCall with(Object[] others) {
            return new Run(body, returnType, others);
        }

        @Override
        public ColdType coldType() {
            try {
                return ColdTypes.of(returnType);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private record Read(Callable<?> body, List<String> tags) implements Invocation {

        @Override
        public Object run() throws Throwable {
            return body.call();
        }

        @Override
        public boolean forbidsStoring(Object result) {
            return false;
        }
    }
}
