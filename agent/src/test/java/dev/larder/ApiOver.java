package dev.larder;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.direct.ProgrammaticApi;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.write.Writes;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * The API as the agent answers it, over a store, without the bridge between them; and an annotated method beside it.
 */
final class ApiOver {

    private static final JsonCodecs CODECS = new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES);

    final CacheEngine engine;
    final StatsRegistry stats = new StatsRegistry();
    private final ProgrammaticApi api;

    /** Before there is a store. */
    ApiOver(Duration budget) {
        engine = new CacheEngine(Ticker.system(), budget, LoadConfig.defaults(), true);
        api = new ProgrammaticApi(
                engine,
                stats,
                new Writes(engine, stats, Ticker.system()),
                new TransactionFinder(Ticker.system()),
                ApiOver::codec,
                () -> "MEMORY",
                () -> MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                Ticker.system());
    }

    ApiOver(CacheStore store) {
        this(Duration.ofSeconds(10));
        engine.open(store);
    }

    private static ValueCodec codec(Type type) {
        return CODECS.codecFor(type, 1 << 20);
    }

    <V> LarderCache<V> cache(Class<V> type) {
        return handle(type, type);
    }

    <V> LarderCache<V> cache(ValueType<V> type) {
        return handle(type.getClass(), type.type());
    }

    @SuppressWarnings("unchecked")
    private <V> LarderCache<V> handle(Class<?> origin, Type type) {
        Object partner = api.apply("cache", new Object[] {origin, type});
        return new LarderCache<>((BiFunction<String, Object[], Object>) partner, type, 60_000, List.of());
    }

    String key(String template, Object... arguments) {
        return (String) api.apply("key", new Object[] {template, arguments});
    }

    StatsSnapshot counts() {
        return stats.totals();
    }

    /** A call of an annotated method that returns {@code type}. */
    Object annotated(Type type, String key, Callable<?> body, String... tags) {
        MethodSettings settings =
                new MethodSettings("com.acme.Users.find(long)", "", tags.length, 60_000, 60_000, true);
        ResultType result = new ResultType(Object.class, true, owner(type));
        CachedMethod method =
                new CachedMethod(engine, settings, stats.register(), result, codec(type), Transactions.NONE);
        try {
            Object found = method.find(key);
            return Miss.isMiss(found) ? method.load(found, new Body(body, List.of(tags))) : found;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** As the API finds its caller's here, where agent and application are in one loader. */
    private static EntryOwner owner(Type type) {
        return EntryOwners.of(type instanceof Class<?> plain ? plain : ApiOver.class);
    }

    private record Body(Callable<?> body, List<String> tags) implements Invocation {

        @Override
        public Object run() throws Exception {
            return body.call();
        }

        @Override
        public boolean forbidsStoring(Object result) {
            return false;
        }
    }
}
