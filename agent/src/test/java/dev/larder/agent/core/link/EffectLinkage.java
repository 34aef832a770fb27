package dev.larder.agent.core.link;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.effect.EffectCall;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.type.Erasure;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Links methods that evict and put, each of which has its body beside it, over effects that only take notes. */
abstract class EffectLinkage implements CachedMethods {

    private static final HiddenNames NAMES = HiddenNames.ofThisProcess();

    final CacheEngine engine = new CacheEngine(Ticker.system(), Duration.ofMillis(100), LoadConfig.defaults(), true);
    final Woven woven = new Woven();
    final List<RefusedMethod> refused = new ArrayList<>();
    final List<String> log = new ArrayList<>();

    List<EvictEffect> evictions = List.of();
    List<PutEffect> puts = List.of();

    /** What the last call was declared to return. */
    @Nullable
    Class<?> returnType;

    /** Thrown once in place of making effects that have puts. */
    @Nullable
    RuntimeException faultOfPuts;

    EffectLinkage() {
        engine.open(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
    }

    MethodHandle link(String name, Object... plans) throws Throwable {
        List<EvictPlan> evictPlans = new ArrayList<>();
        List<PutPlan> putPlans = new ArrayList<>();
        for (Object plan : plans) {
            if (plan instanceof EvictPlan evict) {
                evictPlans.add(evict);
            } else {
                putPlans.add((PutPlan) plan);
            }
        }
        return link(name, evictPlans, putPlans, null);
    }

    MethodHandle link(String name, List<EvictPlan> evictPlans, List<PutPlan> putPlans, @Nullable CachePlan cached)
            throws Throwable {
        Method method = method(name);
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        List<String> names =
                Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
        MethodPlan plan = new MethodPlan("test." + name + "(x)", isStatic, names, cached, evictPlans, putPlans);
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        woven.log = log;
        return new CallSiteLinker(this, refused::add, () -> {}, warmable -> {})
                .link(
                        Woven.lookup(),
                        name,
                        isStatic ? type : type.insertParameterTypes(0, Woven.class),
                        plan.toConstants())
                .dynamicInvoker();
    }

    static Method method(String name) {
        return Arrays.stream(Woven.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static EvictPlan evict(String key) {
        return eviction(key);
    }

    static EvictPlan eviction(String key) {
        return new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of());
    }

    static PutPlan put(String key, String value) {
        return new PutPlan(key, value, new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), List.of());
    }

    static CachePlan cached(String name, String key) {
        return new CachePlan(key, new Lifetime(60_000, 60_000, TimeUnit.MILLISECONDS), "", "", List.of());
    }

    @Override
    public CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType) {
        return new CachedMethod(
                engine,
                new MethodSettings(plan.signature(), plan.caching().key(), leastTags, 60_000, 60_000, true),
                new StatsRegistry().register(),
                new ResultType(erased.returnType(), true, EntryOwners.of(owner)),
                new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES)
                        .codecFor(resultType, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                Transactions.NONE);
    }

    @Override
    public CachedMethod bound(CachedMethod general, MethodPlan plan, Class<?> owner, Type resultType) {
        return general.bound(
                Erasure.of(resultType),
                new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES)
                        .codecFor(resultType, LoadConfig.DEFAULT_MAX_VALUE_BYTES));
    }

    @Override
    public HiddenNames names() {
        return NAMES;
    }

    @Override
    public Effects effects(
            MethodPlan plan, Class<?> owner, List<EvictEffect> linkedEvictions, List<PutEffect> linkedPuts) {
        if (faultOfPuts != null && !linkedPuts.isEmpty()) {
            throw faultOfPuts;
        }
        evictions = linkedEvictions;
        puts = linkedPuts;
        return this::around;
    }

    private @Nullable Object around(EffectCall call) throws Throwable {
        returnType = call.returnType();
        log.add(keys("before", call, null, false));
        Object result;
        try {
            result = call.run();
        } catch (Throwable e) {
            log.add("threw " + e.getClass().getName());
            throw e;
        }
        log.add(keys("after", call, result, true));
        for (PutEffect put : puts) {
            Object value = put.argument() == PutEffect.RESULT ? result : call.arguments()[put.argument()];
            log.add("put " + put.key().render(call.arguments(), result).get(0) + " = " + value + " as "
                    + put.type().getTypeName());
        }
        return result;
    }

    private String keys(String when, EffectCall call, @Nullable Object result, boolean hasResult) {
        StringBuilder line = new StringBuilder(when);
        for (EvictEffect eviction : evictions) {
            for (Template key : eviction.keys()) {
                List<String> keys =
                        key.needsResult() && !hasResult ? List.of("?") : key.render(call.arguments(), result);
                keys.forEach(text -> line.append(' ').append(text));
            }
        }
        return line.toString();
    }

    record User(String name) {}

    /** Each method twice: as its callers see it, and as its body that was moved. */
    @SuppressWarnings("unused") // called through method handles
    static final class Woven {

        final IOException failure = new IOException("no database");
        StackTraceElement[] trace = {};
        List<String> log = new ArrayList<>();

        static MethodHandles.Lookup lookup() {
            return MethodHandles.lookup();
        }

        void move(long id, double weight, String name, byte kind) {}

        private void move$uncached(long id, double weight, String name, byte kind) {
            log.add("body move " + id + " " + weight + " " + name + " " + kind);
        }

        static long sum(int a, long b) {
            return 0;
        }

        private static long sum$uncached(int a, long b) {
            return a + b;
        }

        String join(String... names) {
            return "";
        }

        private String join$uncached(String[] names) {
            log.add("body join");
            return String.join("", names);
        }

        private List<Long> keep(long id, List<String> texts) {
            return List.of();
        }

        private List<Long> keep$uncached(long id, List<String> texts) {
            log.add("body keep");
            return List.of(id);
        }

        void fail() throws IOException {}

        private void fail$uncached() throws IOException {
            log.add("body fail");
            trace = new Throwable().getStackTrace();
            throw failure;
        }

        String find(long id) {
            return "";
        }

        private String find$uncached(long id) {
            log.add("body find");
            return "found " + id;
        }

        void update(User user) {}

        boolean isUnknown(CompletableFuture<User> later) {
            return later.isDone();
        }

        CompletableFuture<User> later(long id) {
            return new CompletableFuture<>();
        }

        private CompletableFuture<User> later$uncached(long id) {
            return new CompletableFuture<>();
        }

        CompletionStage<Void> laterNothing(long id) {
            return new CompletableFuture<>();
        }

        private CompletionStage<Void> laterNothing$uncached(long id) {
            log.add("body laterNothing");
            return new CompletableFuture<>();
        }

        private void update$uncached(User user) {
            log.add("body update");
        }
    }
}
