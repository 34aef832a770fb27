package dev.larder.agent.core;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.copy.Prototype;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.MethodConfig;
import dev.larder.agent.core.effect.BehindEffects;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.MethodEffects;
import dev.larder.agent.core.effect.Put;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.engine.refresh.Freshness;
import dev.larder.agent.core.jmx.MBeanRegistrar;
import dev.larder.agent.core.link.CachedMethods;
import dev.larder.agent.core.link.NamedTypes;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefreshPlan;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.write.Writes;
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
import org.jspecify.annotations.Nullable;

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
    private final JsonCodecs codecs;
    private final LoadedClasses loaded;
    private final SensitiveMethods sensitive;
    private final Set<UnloadedClass> live = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Class<?>> unloaded = new ReferenceQueue<>();
    private final ClassValue<Map<String, Linked>> ofClass = new ClassValue<>() {
        @Override
        protected Map<String, Linked> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    LinkedMethods(
            AgentConfig config,
            CacheEngine engine,
            StatsRegistry stats,
            MBeanRegistrar mbeans,
            Writes writes,
            TransactionFinder transactions,
            LoadedClasses loaded,
            SensitiveMethods sensitive) {
        this.config = config;
        this.loaded = loaded;
        this.codecs =
                new JsonCodecs(config.memory().maxEntryBytes(), config.values().compressAboveBytes());
        this.engine = engine;
        this.stats = stats;
        this.mbeans = mbeans;
        this.writes = writes;
        this.transactions = transactions;
        this.sensitive = sensitive;
    }

    @Override
    public CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType) {
        Map<String, Linked> methods = ofClass.get(owner);
        CachePlan cached = plan.caching();
        String id = plan.signature() + erased.returnType().getName();
        Linked known = methods.get(id);
        if (known != null && known.plan.equals(cached)) {
            return known.method;
        }
        // Outside of any lock: reading the result's type may run the application's class loader.
        ValueCodec codec = codecFor(resultType, plan, owner);
        return methods.compute(
                        id,
                        (key, now) -> now != null && now.plan.equals(cached)
                                ? now
                                : link(now, plan, leastTags, owner, erased, codec))
                .method;
    }

    @Override
    public CachedMethod bound(CachedMethod general, MethodPlan plan, Class<?> owner, Type resultType) {
        return general.bound(Erasure.of(resultType), codecFor(resultType, plan, owner));
    }

    @Override
    public HiddenNames names() {
        return sensitive.names();
    }

    @Override
    public Effects effects(MethodPlan plan, Class<?> owner, List<EvictEffect> evictions, List<PutEffect> puts) {
        ClassLoader loader = owner.getClassLoader();
        List<Put> stores = new ArrayList<>();
        List<EvictEffect> all = new ArrayList<>(evictions);
        for (PutEffect put : puts) {
            if (put.sensitive() && sensitive.isConfined(plan.signature())) {
                all.add(EvictEffect.ofKey(put.key()));
            } else {
                Sealing sealing = put.sensitive() ? sensitive.sealing() : null;
                stores.add(new Put(put, codecFor(put.type(), plan, owner), sealing, EntryOwners.of(owner)));
            }
        }
        Transactions sight = transactions.seenBy(loader);
        return stores.size() == 1 && stores.get(0).isBehind()
                ? new BehindEffects(
                        plan.signature(), all, stores.get(0), plan.isStatic(), this::snapshot, writes, sight)
                : new MethodEffects(plan.signature(), all, stores, writes, sight);
    }

    private Copies snapshot(@Nullable Object[] arguments) throws CodecException {
        if (!Prototype.isSupported()) {
            throw new CodecException(
                    "this JVM does not let objects be copied", "See the page on values, or leave writeBehind out.");
        }
        return Prototype.of(arguments, config.memory().maxEntryBytes());
    }

    /** A codec for values declared as {@code type}, which no annotation says more about. */
    ValueCodec codecFor(Type type) {
        return codecFor(type, Erasure.of(type).getClassLoader(), List.of());
    }

    /** What one annotation of a method names counts for all: an entry may be put by one and read by another. */
    private ValueCodec codecFor(Type type, MethodPlan plan, Class<?> owner) {
        return codecFor(type, owner.getClassLoader(), NamedTypes.of(plan.types(), owner));
    }

    private ValueCodec codecFor(Type type, @Nullable ClassLoader loader, List<Class<?>> types) {
        ClassScope scope = ClassScope.of(loader, types, config.load().findsSubclasses(), loaded);
        return codecs.codecFor(type, config.load().maxValueBytes(), scope);
    }

    /** @param before what the method was linked as with the annotation it had until its class was redefined */
    private Linked link(
            @Nullable Linked before,
            MethodPlan plan,
            int leastTags,
            Class<?> owner,
            MethodType erased,
            ValueCodec codec) {
        retireUnloaded();
        MethodSettings settings = settings(plan, leastTags);
        MethodView view = before == null ? register(owner, settings) : before.view;
        view.follow(settings);
        ResultType type = resultType(owner, erased.returnType());
        Transactions sight = transactions.seenBy(owner.getClassLoader());
        boolean hides = plan.caching().sensitive();
        CacheEngine own = hides ? sensitive.engineFor(plan.signature()) : engine;
        Sealing sealing = hides ? sensitive.sealing() : null;
        return new Linked(
                plan.caching(), view, new CachedMethod(own, settings, view.counters(), type, codec, sealing, sight));
    }

    private MethodView register(Class<?> owner, MethodSettings settings) {
        MethodView view = new MethodView(settings, stats.register());
        live.add(new UnloadedClass(owner, unloaded, view));
        mbeans.register(view);
        return view;
    }

    private MethodSettings settings(MethodPlan plan, int leastTags) {
        MethodConfig override = config.methods().get(plan.qualifiedName());
        Duration ttl = override == null ? null : override.ttl();
        boolean enabled = override == null || override.enabled() == null || override.enabled();
        CachePlan cached = plan.caching();
        long ttlMillis = ttl == null ? cached.lifetime().ttlMillis() : ttl.toMillis();
        return new MethodSettings(
                plan.signature(),
                cached.key(),
                leastTags,
                ttlMillis,
                cached.lifetime().nullTtlMillis(MethodSettings.AS_TTL),
                freshness(cached.refresh(), override),
                enabled,
                override == null || override.tier() == null ? cached.tier() : override.tier());
    }

    private static Freshness freshness(RefreshPlan written, @Nullable MethodConfig override) {
        Duration staleTtl = override == null ? null : override.staleTtl();
        Duration staleIfError = override == null ? null : override.staleIfError();
        Double ahead = override == null ? null : override.refreshAhead();
        if (!written.isAny()) {
            return Freshness.OFF; // whether it could be refreshed at all, was checked only of what is written
        }
        return new Freshness(
                staleTtl == null ? written.staleTtlMillis() : staleTtl.toMillis(),
                staleIfError == null ? written.staleIfErrorMillis() : staleIfError.toMillis(),
                ahead == null ? written.ahead() : ahead,
                written.where() == RefreshPlan.Where.CALLER);
    }

    private static ResultType resultType(Class<?> owner, Class<?> returned) {
        Class<?> boxed = MethodType.methodType(returned).wrap().returnType();
        return new ResultType(boxed, !returned.isPrimitive(), EntryOwners.of(owner));
    }

    /** Drops what belongs to unloaded classes. Called now and then; nothing waits for it. */
    void retireUnloaded() {
        UnloadedClass gone;
        while ((gone = (UnloadedClass) unloaded.poll()) != null) {
            live.remove(gone);
            stats.retire(gone.method.counters());
            mbeans.unregister(gone.method);
        }
    }

    /** One method with the annotation it has now. */
    private record Linked(CachePlan plan, MethodView view, CachedMethod method) {}

    /** Remembers what to retire when a woven class is gone. */
    private static final class UnloadedClass extends PhantomReference<Class<?>> {

        private final MethodView method;

        UnloadedClass(Class<?> owner, ReferenceQueue<Class<?>> queue, MethodView method) {
            super(owner, queue);
            this.method = method;
        }
    }
}
