package dev.larder.agent.core;

import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.MethodConfig;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.MethodEffects;
import dev.larder.agent.core.effect.Put;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.effect.Writes;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.jmx.MBeanRegistrar;
import dev.larder.agent.core.link.CachedMethods;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.weave.CachePlan;
import dev.larder.agent.core.weave.MethodPlan;
import java.lang.invoke.MethodType;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cached methods that have been called at least once.
 *
 * <p>Several threads may link one call site at the same moment; they get the same machinery, found through the woven
 * class. The class holds it, and nothing else does, so it goes when the class goes; its counts stay in the totals.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class LinkedMethods implements CachedMethods {

    private final AgentConfig config;
    private final CacheEngine engine;
    private final StatsRegistry stats;
    private final MBeanRegistrar mbeans;
    private final Writes writes;
    private final TransactionFinder transactions;
    private final JsonCodecs codecs = new JsonCodecs();
    private final Set<UnloadedClass> live = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Class<?>> unloaded = new ReferenceQueue<>();
    private final ClassValue<Map<String, CachedMethod>> ofClass = new ClassValue<>() {
        @Override
        protected Map<String, CachedMethod> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    LinkedMethods(
            AgentConfig config,
            CacheEngine engine,
            StatsRegistry stats,
            MBeanRegistrar mbeans,
            Writes writes,
            TransactionFinder transactions) {
        this.config = config;
        this.engine = engine;
        this.stats = stats;
        this.mbeans = mbeans;
        this.writes = writes;
        this.transactions = transactions;
    }

    @Override
    public CachedMethod create(CachePlan plan, Class<?> owner, MethodType erased, Type resultType) {
        Map<String, CachedMethod> methods = ofClass.get(owner);
        String id = plan.signature() + erased.returnType().getName();
        CachedMethod known = methods.get(id);
        if (known != null) {
            return known;
        }
        // Outside of any lock: reading the result's type may run the application's class loader.
        ValueCodec codec = codecFor(resultType);
        return methods.computeIfAbsent(id, absent -> register(plan, owner, erased, codec));
    }

    @Override
    public Effects effects(MethodPlan plan, Class<?> owner, List<EvictEffect> evictions, List<PutEffect> puts) {
        ClassLoader loader = owner.getClassLoader();
        List<Put> stores = new ArrayList<>();
        for (PutEffect put : puts) {
            stores.add(new Put(put, codecFor(put.type()), loader));
        }
        return new MethodEffects(plan.signature(), evictions, stores, writes, transactions.seenBy(loader));
    }

    /** A codec for values declared as {@code type}. */
    ValueCodec codecFor(Type type) {
        return codecs.codecFor(type, config.load().maxValueBytes());
    }

    private CachedMethod register(CachePlan plan, Class<?> owner, MethodType erased, ValueCodec codec) {
        retireUnloaded();
        MethodSettings settings = settings(plan);
        MethodStats counters = stats.register();
        MethodView view = new MethodView(settings, counters);
        live.add(new UnloadedClass(owner, unloaded, view));
        mbeans.register(view);
        ResultType type = resultType(owner, erased.returnType());
        return new CachedMethod(engine, settings, counters, type, codec, transactions.seenBy(type.owner()));
    }

    private MethodSettings settings(CachePlan plan) {
        MethodConfig override = config.methods().get(plan.qualifiedName());
        Duration ttl = override == null ? null : override.ttl();
        boolean enabled = override == null || override.enabled() == null || override.enabled();
        long ttlMillis = ttl == null ? plan.ttlMillis() : ttl.toMillis();
        boolean nullFollows = plan.nullTtlMillis() == plan.ttlMillis();
        return new MethodSettings(
                plan.signature(),
                plan.key(),
                plan.leastTags(),
                ttlMillis,
                nullFollows ? ttlMillis : plan.nullTtlMillis(),
                enabled);
    }

    private static ResultType resultType(Class<?> owner, Class<?> returned) {
        Class<?> boxed = MethodType.methodType(returned).wrap().returnType();
        return new ResultType(boxed, !returned.isPrimitive(), owner.getClassLoader());
    }

    /** Lets go of what belongs to classes that are gone. Called now and then; nothing waits for it. */
    void retireUnloaded() {
        UnloadedClass gone;
        while ((gone = (UnloadedClass) unloaded.poll()) != null) {
            live.remove(gone);
            stats.retire(gone.method.counters());
            mbeans.unregister(gone.method);
        }
    }

    /** Remembers what to retire when a woven class is gone. */
    private static final class UnloadedClass extends PhantomReference<Class<?>> {

        private final MethodView method;

        UnloadedClass(Class<?> owner, ReferenceQueue<Class<?>> queue, MethodView method) {
            super(owner, queue);
            this.method = method;
        }
    }
}
