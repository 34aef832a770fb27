package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.OpenTransaction;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.CacheStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/** A batch method in a process of its own, which has a value for every id. */
final class BatchNode {

    final MethodStats stats = new StatsRegistry().register();
    final List<List<?>> runs = new CopyOnWriteArrayList<>();
    final CacheEngine engine;
    volatile boolean isInTransaction;
    private final CachedMethod method;

    BatchNode(CacheStore store) {
        this(store, LoadConfig.defaults());
    }

    BatchNode(CacheStore store, LoadConfig limits) {
        engine = new CacheEngine(Ticker.system(), Duration.ofSeconds(5), limits, true);
        engine.open(store);
        method = new CachedMethod(
                engine,
                new MethodSettings("Shop.many(List)", "user:{ids[]}", 0, 60_000, MethodSettings.AS_TTL, true),
                stats,
                new ResultType(String.class, true, null),
                new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES)
                        .codecFor(String.class, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                purpose -> isInTransaction ? new OpenTransaction() : null);
    }

    static List<Object> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).<Object>mapToObj(id -> id).toList();
    }

    static Map<Object, String> valuesOf(List<?> ids) {
        Map<Object, String> values = new HashMap<>();
        ids.forEach(id -> values.put(id, "user " + id));
        return values;
    }

    Object call(List<Object> ids, Consumer<List<?>> during) {
        try {
            return BatchCall.run(method, new MapResults(true), new Body(ids, asked -> {
                during.accept(asked);
                return valuesOf(asked);
            }));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The same of a method whose result comes later. */
    @SuppressWarnings("unchecked")
    CompletableFuture<Object> later(List<Object> ids, Function<List<?>, CompletableFuture<?>> work) {
        try {
            return (CompletableFuture<Object>) LaterBatch.run(method, new MapResults(true), new Body(ids, work));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private final class Body implements BatchBody {

        private final List<Object> all;
        private final Function<List<?>, ?> work;

        Body(List<Object> all, Function<List<?>, ?> work) {
            this.all = all;
            this.work = work;
        }

        @Override
        public List<Object> ids() {
            return all;
        }

        @Override
        public String keyOf(Object id) {
            return "user:" + id;
        }

        @Override
        public List<String> tagsOf(Object id) {
            return List.of();
        }

        @Override
        public Object run() {
            return run(all);
        }

        @Override
        public Object run(List<Object> ids) {
            runs.add(ids);
            return work.apply(ids);
        }

        @Override
        public boolean hasStill(List<Object> ids) {
            return true;
        }

        @Override
        public boolean forbidsStoring(Object value) {
            return false;
        }

        @Override
        public Object monitor() {
            return null;
        }

        @Override
        public Invocation.SeenObject object() {
            return null;
        }
    }
}
