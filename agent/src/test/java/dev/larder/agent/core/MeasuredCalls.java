package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.MethodEffects;
import dev.larder.agent.core.effect.Put;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.link.CachedMethods;
import dev.larder.agent.core.link.CallSiteLinker;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.write.Writes;
import dev.larder.agent.fixtures.CountingLoader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;

/**
 * Calls of woven methods, each of which tells the methods of the core that it enters on its thread. Public, and a function, for
 * {@link CallLengthTest}, which has it loaded by a {@link CountingLoader}.
 */
public final class MeasuredCalls implements BiFunction<String, String, List<String>>, CachedMethods {

    private static final HiddenNames NAMES = HiddenNames.ofThisProcess();

    /** So many calls of a kind come first, so that everything is linked, connected and sized. */
    private static final int CALLS_BEFORE = 30;

    /**
     * So many calls are measured: what has to be done now and then is not done in all of them, and in some the answer of Redis
     * is there before its caller has to sleep.
     */
    private static final int MEASURED = 500;

    /** So many, so that one of them is recorded for the recall. */
    private static final int CALLS_TO_RECALL = 1_000;

    private static final long TTL_MILLIS = 60_000;

    private final Ticker ticker = Ticker.system();
    private final CacheEngine engine =
            new CacheEngine(ticker, Duration.ofSeconds(5), LoadConfig.defaults(), AgentConfig.DEFAULT_ENABLED);
    private final StatsRegistry stats = new StatsRegistry();
    private final Writes writes = new Writes(engine, stats, ticker);
    private final TransactionFinder transactions = new TransactionFinder(ticker);
    private final JsonCodecs codecs = new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES);
    private final MeasuredShop shop = new MeasuredShop();

    /**
     * What one call enters.
     *
     * @param kind a constant of {@link Kind}
     * @param redis the URL of the Redis to use; empty for none
     */
    @Override
    public List<String> apply(String kind, String redis) {
        ScheduledExecutorService background = AgentThreads.background();
        try (FailoverStore store = store(redis, background)) {
            engine.open(store);
            store.start();
            Mode mode = redis.isEmpty() ? Mode.MEMORY : Mode.REDIS;
            Awaitility.await().until(() -> store.status().mode() == mode);
            return measure(Kind.valueOf(kind), background);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Measures while the background thread is held. A put hands it the upkeep of memory only if none is under way, so the
     * count would otherwise depend on how fast that thread is.
     */
    private List<String> measure(Kind kind, ScheduledExecutorService background) throws Throwable {
        CountDownLatch measured = new CountDownLatch(1);
        Future<?> held = background.submit(() -> {
            measured.await();
            return null;
        });
        try {
            return kind.measure(this);
        } finally {
            measured.countDown();
            held.get();
        }
    }

    private FailoverStore store(String redis, ScheduledExecutorService background) {
        MemoryConfig memory = MemoryConfig.defaults();
        LoadConfig load = LoadConfig.defaults();
        if (redis.isEmpty()) {
            return FailoverStore.memoryOnly(MemoryStores.alone(memory, load, background, ticker), background, ticker);
        }
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                "measured",
                RedisConfig.at(redis),
                memory,
                load,
                defaults.jmx(),
                defaults.logLevel(),
                defaults.methods());
        return FailoverStore.over(
                RedisConnector.create(config, ticker, nanos -> {}),
                MemoryStores.fallbacks(memory, load, background, ticker),
                config.redis(),
                background,
                ticker);
    }

    /** What is measured. */
    enum Kind {
        /** A hit whose argument leads to the entry without a key. */
        RECALL {
            @Override
            List<String> measure(MeasuredCalls calls) throws Throwable {
                MethodHandle find = calls.cached("find", "item:{id}");
                for (int i = 0; i < CALLS_TO_RECALL; i++) {
                    find.invoke(calls.shop, 7L);
                }
                return entered(() -> find.invoke(calls.shop, 7L));
            }
        },
        HIT {
            @Override
            List<String> measure(MeasuredCalls calls) throws Throwable {
                MethodHandle find = calls.cached("findIn", "item:{id}:{shop}");
                for (int i = 0; i < CALLS_BEFORE; i++) {
                    find.invoke(calls.shop, 7L, 1L);
                }
                return entered(() -> find.invoke(calls.shop, 7L, 1L));
            }
        },
        MISS {
            @Override
            List<String> measure(MeasuredCalls calls) throws Throwable {
                MethodHandle find = calls.cached("findIn", "item:{id}:{shop}");
                long[] id = {0};
                for (; id[0] < CALLS_BEFORE; id[0]++) {
                    find.invoke(calls.shop, id[0], 1L);
                }
                return entered(() -> find.invoke(calls.shop, id[0]++, 1L));
            }
        },
        EVICT {
            @Override
            List<String> measure(MeasuredCalls calls) throws Throwable {
                MethodHandle move = calls.linked(
                        "move",
                        void.class,
                        null,
                        List.of(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("item:{id}"), List.of(), List.of())),
                        List.of());
                for (int i = 0; i < CALLS_BEFORE; i++) {
                    move.invoke(calls.shop, (long) i);
                }
                return entered(() -> {
                    move.invoke(calls.shop, 7L);
                    return null;
                });
            }
        },
        PUT {
            @Override
            List<String> measure(MeasuredCalls calls) throws Throwable {
                MethodHandle rename = calls.linked(
                        "rename",
                        String.class,
                        null,
                        List.of(),
                        List.of(new PutPlan(
                                "item:{id}",
                                PutPlan.RESULT,
                                new Lifetime(TTL_MILLIS, TTL_MILLIS, TimeUnit.MILLISECONDS),
                                List.of())));
                for (int i = 0; i < CALLS_BEFORE; i++) {
                    rename.invoke(calls.shop, (long) i);
                }
                return entered(() -> rename.invoke(calls.shop, 7L));
            }
        };

        abstract List<String> measure(MeasuredCalls calls) throws Throwable;

        /** By the shortest of the calls. */
        static List<String> entered(Call call) throws Throwable {
            List<String> fewest = List.of();
            for (int i = 0; i < MEASURED; i++) {
                CountingLoader.begin();
                call.make();
                List<String> entered = CountingLoader.end();
                fewest = fewest.isEmpty() || entered.size() < fewest.size() ? entered : fewest;
            }
            return fewest;
        }
    }

    /** A call of a woven method. */
    interface Call {
        Object make() throws Throwable;
    }

    private MethodHandle cached(String name, String key) throws Exception {
        CachePlan plan =
                new CachePlan(key, new Lifetime(TTL_MILLIS, TTL_MILLIS, TimeUnit.MILLISECONDS), "", "", List.of());
        return linked(name, String.class, plan, List.of(), List.of());
    }

    private MethodHandle linked(
            String name, Class<?> result, CachePlan cached, List<EvictPlan> evictions, List<PutPlan> puts)
            throws Exception {
        List<String> names = name.equals("findIn") ? List.of("id", "shop") : List.of("id");
        MethodType type = MethodType.methodType(result, MeasuredShop.class, long.class);
        if (names.size() == 2) {
            type = type.appendParameterTypes(long.class);
        }
        MethodPlan plan = new MethodPlan("test.Shop." + name + "(x)", false, names, cached, evictions, puts);
        return new CallSiteLinker(
                        this,
                        refused -> {
                            throw new AssertionError(refused.message());
                        },
                        () -> {},
                        warmable -> {})
                .link(MeasuredShop.lookup(), name, type, plan.toConstants())
                .dynamicInvoker();
    }

    @Override
    public HiddenNames names() {
        return NAMES;
    }

    @Override
    public CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType) {
        return new CachedMethod(
                engine,
                new MethodSettings(plan.signature(), plan.caching().key(), 0, TTL_MILLIS, TTL_MILLIS, true),
                stats.register(),
                new ResultType(erased.returnType(), true, EntryOwners.of(owner)),
                codecs.codecFor(resultType, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                seen());
    }

    @Override
    public CachedMethod bound(CachedMethod general, MethodPlan plan, Class<?> owner, Type resultType) {
        return general.bound(Erasure.of(resultType), codecs.codecFor(resultType, LoadConfig.DEFAULT_MAX_VALUE_BYTES));
    }

    @Override
    public Effects effects(MethodPlan plan, Class<?> owner, List<EvictEffect> evictions, List<PutEffect> puts) {
        List<Put> stores = new ArrayList<>();
        for (PutEffect put : puts) {
            stores.add(new Put(
                    put, codecs.codecFor(put.type(), LoadConfig.DEFAULT_MAX_VALUE_BYTES), EntryOwners.of(owner)));
        }
        return new MethodEffects(plan.signature(), evictions, stores, writes, seen());
    }

    private Transactions seen() {
        return transactions.seenBy(getClass().getClassLoader());
    }
}
