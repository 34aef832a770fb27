package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import dev.larder.agent.core.link.template.CompilerOf;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.RefusedMethod;
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
import org.junit.jupiter.api.Test;

/** Links methods that evict and put, each of which has its body beside it, over effects that only take notes. */
final class EffectLinkageTest implements CachedMethods {

    private final CacheEngine engine =
            new CacheEngine(Ticker.system(), Duration.ofMillis(100), LoadConfig.defaults(), true);
    private final Woven woven = new Woven();
    private final List<RefusedMethod> refused = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private List<EvictEffect> evictions = List.of();
    private List<PutEffect> puts = List.of();

    /** What the last call was declared to return. */
    private @Nullable Class<?> returnType;

    /** Thrown once in place of making effects that have puts. */
    private @Nullable RuntimeException faultOfPuts;

    EffectLinkageTest() {
        engine.open(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
    }

    @Test
    void h42_voidMethod_runsOnceInsideItsEffects() throws Throwable {
        MethodHandle linked = link("move", evict("item:{id}:{weight}"));

        linked.invoke(woven, 7L, 2.5, "x", (byte) 1);

        assertThat(linked.type())
                .isEqualTo(MethodType.methodType(
                        void.class, Woven.class, long.class, double.class, String.class, byte.class));
        assertThat(log).containsExactly("before item:7:2.5", "body move 7 2.5 x 1", "after item:7:2.5");
    }

    @Test
    void staticMethod_hasNoReceiver() throws Throwable {
        MethodHandle linked = link("sum", evict("sum:{a}:{result}"), put("of:{b}", "{0}"));

        assertThat((long) linked.invoke(3, 4L)).isEqualTo(7);
        assertThat(log).containsExactly("before ?", "after sum:3:7", "put of:4 = 3 as int");
    }

    @Test
    void varargs_areTheirArray() throws Throwable {
        MethodHandle linked = link("join", evict("name:{names[]}"));

        assertThat(linked.invoke(woven, new String[] {"a", "b"})).isEqualTo("ab");
        assertThat(log).containsExactly("before name:a name:b", "body join", "after name:a name:b");
    }

    @Test
    void privateMethodOverGenericTypes_putsWithDeclaredTypes() throws Throwable {
        MethodHandle linked = link("keep", put("list:{id}", "{1}"), put("first:{result}", PutPlan.RESULT));

        assertThat(linked.invoke(woven, 1L, List.of("a"))).isEqualTo(List.of(1L));
        assertThat(log)
                .containsExactly(
                        "before",
                        "body keep",
                        "after",
                        "put list:1 = [a] as java.util.List<java.lang.String>",
                        "put first:(1) = [1] as java.util.List<java.lang.Long>");
    }

    @Test
    void putPlan_isHandedOnWhole() throws Throwable {
        link(
                "keep",
                List.of(),
                List.of(new PutPlan(
                        "k:{id}", "{0}", new Lifetime(5, 0, TimeUnit.MILLISECONDS), List.of("t:{id}", "u:{texts[]}"))),
                null);

        PutEffect put = puts.get(0);
        assertThat(put.argument()).isEqualTo(1);
        assertThat(put.type()).isEqualTo(long.class);
        assertThat(put.ttlMillis()).isEqualTo(5);
        assertThat(put.nullTtlMillis()).isZero();
        assertThat(put.tags()).extracting(Template::source).containsExactly("t:{id}", "u:{texts[]}");
    }

    @Test
    void phasesAndAnnotations_keepTheirOrder() throws Throwable {
        link(
                "join",
                List.of(
                        new EvictPlan(EvictPhase.BEFORE, List.of("a"), List.of("b"), List.of("c*")),
                        new EvictPlan(EvictPhase.ALWAYS, List.of("d"), List.of(), List.of()),
                        new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(), List.of(), List.of("{names}-*"))),
                List.of(),
                null);

        assertThat(evictions)
                .extracting(EvictEffect::phase)
                .containsExactly(EvictPhase.BEFORE, EvictPhase.ALWAYS, EvictPhase.AFTER_SUCCESS);
        assertThat(evictions.get(0).keys()).extracting(Template::source).containsExactly("a");
        assertThat(evictions.get(0).tags()).extracting(Template::source).containsExactly("b");
        assertThat(evictions.get(0).patterns()).extracting(Template::source).containsExactly("c*");
        assertThat(evictions.get(2).patterns()).hasSize(2);
    }

    @Test
    void bodyThrows_sameExceptionComesOutWithASaneTrace() throws Throwable {
        MethodHandle linked = link("fail", evict("a"));

        Throwable thrown = catchThrowable(() -> linked.invoke(woven));

        assertThat(thrown).isSameAs(woven.failure);
        assertThat(log).containsExactly("before a", "body fail", "threw java.io.IOException");
        List<String> frames = Arrays.stream(woven.trace)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        assertThat(frames).startsWith(Woven.class.getName() + ".fail$uncached");
        assertThat(frames.subList(1, 4))
                .allMatch(frame -> frame.startsWith("dev.larder.agent.core.link."))
                .contains(EffectRun.class.getName() + ".around");
    }

    @Test
    void cachedMethod_hit_hasNoEffects() throws Throwable {
        MethodHandle linked = link("find", List.of(eviction("seen:{id}")), List.of(), cached("find", ""));

        assertThat(linked.invoke(woven, 5L)).isEqualTo("found 5");
        assertThat(linked.invoke(woven, 5L)).isEqualTo("found 5");
        assertThat(linked.invoke(woven, 6L)).isEqualTo("found 6");
        assertThat(log)
                .containsExactly(
                        "before seen:5", "body find", "after seen:5", "before seen:6", "body find", "after seen:6");
    }

    @Test
    void cachedMethod_switchedOff_hasItsEffects() throws Throwable {
        MethodHandle linked = link("find", List.of(eviction("seen:{id}")), List.of(), cached("find", ""));
        engine.setEnabled(false);

        linked.invoke(woven, 5L);
        linked.invoke(woven, 5L);

        assertThat(log)
                .containsExactly(
                        "before seen:5", "body find", "after seen:5", "before seen:5", "body find", "after seen:5");
    }

    @Test
    void cachedThatDoesNotLink_evictsAllTheSame() throws Throwable {
        CachePlan unlinkable =
                new CachePlan("{id.nothing}", new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), "", "", List.of());
        MethodHandle linked = link("find", List.of(eviction("seen:{id}")), List.of(), unlinkable);

        linked.invoke(woven, 5L);
        linked.invoke(woven, 5L);

        assertThat(log).hasSize(6);
        assertThat(refused).singleElement().satisfies(it -> assertThat(it.message())
                .isEqualTo("Cannot cache test.find(x): its template names '{id.nothing}', but long has no property"
                        + " 'nothing'. The method runs uncached. Name another parameter or property."));
    }

    @Test
    void templatesThatDoNotLink_areSaidAndTheOthersEvict() throws Throwable {
        EvictPlan plan = new EvictPlan(
                EvictPhase.AFTER_SUCCESS,
                List.of("user:{user.nme}", "user:{user.name}", "all:{user[]}"),
                List.of("{user.x}"),
                List.of("{user.y}*"));
        MethodHandle linked = link("update", List.of(plan, eviction("gone:{user.z}")), List.of(), null);

        linked.invoke(woven, new User("jo"));

        assertThat(log).containsExactly("before user:jo", "body update", "after user:jo");
        assertThat(evictions).hasSize(1);
        assertThat(refused).hasSize(5).extracting(RefusedMethod::loss).containsOnly(RefusedMethod.Loss.EVICTION);
        assertThat(refused.get(0).message())
                .isEqualTo("Cannot evict for test.update(x): its template names '{user.nme}', but "
                        + User.class.getName() + " has no property 'nme', only such as 'name'. The method runs without"
                        + " this eviction; the entries it should evict stay until their ttl. Write 'name' or another"
                        + " property of this type.");
    }

    @Test
    void nothingLinks_bodyRunsWithoutEffects() throws Throwable {
        MethodHandle linked = link("update", evict("user:{user.nme}"));

        linked.invoke(woven, new User("jo"));

        assertThat(log).containsExactly("body update");
        assertThat(refused).hasSize(1);
    }

    @Test
    void putWhoseTagsDoNotLink_evictsItsKey() throws Throwable {
        PutPlan put = new PutPlan(
                "user:{user.name}", "{0}", new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), List.of("{user.team}"));
        MethodHandle linked = link("update", List.of(), List.of(put), null);

        linked.invoke(woven, new User("jo"));

        assertThat(log).containsExactly("before user:jo", "body update", "after user:jo");
        assertThat(refused).singleElement().satisfies(it -> assertThat(it.message())
                .startsWith("Cannot put for test.update(x): its template names '{user.team}', but ")
                .contains("Each run of the method evicts the entry instead."));
    }

    @Test
    void stage_isHandedOnWithTheTypeOfWhatItComesTo() throws Throwable {
        MethodHandle linked = link("later", put("user:{id}", PutPlan.RESULT));

        assertThat(linked.invoke(woven, 1L)).isInstanceOf(CompletableFuture.class);
        assertThat(puts.get(0).type()).isEqualTo(User.class);
        assertThat(returnType).isEqualTo(CompletableFuture.class);
    }

    @Test
    void putOfAStageOfNothing_evictsItsKey() throws Throwable {
        link("laterNothing", put("user:{id}", PutPlan.RESULT)).invoke(woven, 1L);

        assertThat(log).containsExactly("before user:1", "body laterNothing", "after user:1");
        assertThat(refused).singleElement().satisfies(it -> assertThat(it.message())
                .isEqualTo("Cannot put for test.laterNothing(x): its value, '{result}', is declared as Void and always"
                        + " null. Each run of the method evicts the entry instead. Name a parameter as its value."));
    }

    @Test
    void putWhoseKeyDoesNotLink_isSaid() throws Throwable {
        PutPlan put =
                new PutPlan("user:{user.nme}", "{0}", new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), List.of());
        MethodHandle linked = link("update", List.of(), List.of(put), null);

        linked.invoke(woven, new User("jo"));

        assertThat(log).containsExactly("body update");
        assertThat(refused).extracting(RefusedMethod::loss).containsExactly(RefusedMethod.Loss.PUT);
    }

    @Test
    void putsThatCannotBeMade_evictTheirKeys() throws Throwable {
        faultOfPuts = new IllegalStateException("no codec");
        MethodHandle linked = link(
                "update",
                List.of(eviction("all")),
                List.of(new PutPlan(
                        "user:{user.name}", "{0}", new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), List.of())),
                null);

        linked.invoke(woven, new User("jo"));

        assertThat(log).containsExactly("before all user:jo", "body update", "after all user:jo");
        assertThat(puts).isEmpty();
        assertThat(refused).extracting(RefusedMethod::loss).containsExactly(RefusedMethod.Loss.STORING);
    }

    @Test
    void methodThatIsNotThere_isUnlinkableWithWhatStays() {
        MethodPlan plan = new MethodPlan("test.gone()", false, List.of(), null, List.of(eviction("a")), List.of());
        MethodType type = MethodType.methodType(void.class, Woven.class);

        assertThatThrownBy(() -> new CallSiteLinker(this, refused::add, () -> {})
                        .link(Woven.lookup(), "gone", type, plan.toConstants()))
                .isInstanceOf(UnlinkableMethodException.class)
                .hasMessageStartingWith("Cannot weave test.gone(): its class cannot be inspected (")
                .hasMessageContaining("the entries it should evict or replace stay until their ttl.");
    }

    @Test
    void tagsOfAMiss_areRenderedFromItsArguments() throws Throwable {
        Method method = method("keep");
        TemplateCompiler compiler = CompilerOf.method(method);
        List<Template> tags = compiler.cachedTags(List.of("list:{id}", "text:{texts[]}", "list:{id}", "fixed"));
        BoundCall call = new BoundCall(
                new BoundCall.Shape(
                        MethodHandles.empty(MethodType.methodType(Object.class, Object[].class)),
                        BodyMonitor.NONE,
                        null,
                        tags,
                        null),
                new Object[] {woven, 1L, List.of("a", "b", "a")},
                null);

        assertThat(call.tags()).containsExactly("list:1", "text:a", "text:b", "list:1", "fixed");
    }

    // What the tests link.

    private MethodHandle link(String name, Object... plans) throws Throwable {
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

    private MethodHandle link(
            String name, List<EvictPlan> evictPlans, List<PutPlan> putPlans, @Nullable CachePlan cached)
            throws Throwable {
        Method method = method(name);
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        List<String> names =
                Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
        MethodPlan plan = new MethodPlan("test." + name + "(x)", isStatic, names, cached, evictPlans, putPlans);
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        woven.log = log;
        return new CallSiteLinker(this, refused::add, () -> {})
                .link(
                        Woven.lookup(),
                        name,
                        isStatic ? type : type.insertParameterTypes(0, Woven.class),
                        plan.toConstants())
                .dynamicInvoker();
    }

    private static Method method(String name) {
        return Arrays.stream(Woven.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static EvictPlan evict(String key) {
        return eviction(key);
    }

    private static EvictPlan eviction(String key) {
        return new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of());
    }

    private static PutPlan put(String key, String value) {
        return new PutPlan(key, value, new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), List.of());
    }

    private static CachePlan cached(String name, String key) {
        return new CachePlan(key, new Lifetime(60_000, 60_000, TimeUnit.MILLISECONDS), "", "", List.of());
    }

    @Override
    public CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType) {
        return new CachedMethod(
                engine,
                new MethodSettings(plan.signature(), plan.caching().key(), leastTags, 60_000, 60_000, true),
                new StatsRegistry().register(),
                new ResultType(erased.returnType(), true, EntryOwners.of(owner)),
                new JsonCodecs().codecFor(resultType, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                Transactions.NONE);
    }

    @Override
    public CachedMethod bound(CachedMethod general, Type resultType) {
        return general.bound(
                Erasure.of(resultType), new JsonCodecs().codecFor(resultType, LoadConfig.DEFAULT_MAX_VALUE_BYTES));
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
    private static final class Woven {

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
