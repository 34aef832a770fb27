package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.fixtures.Silent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links methods of a class that looks as if it had been woven: each has its body beside it. */
@Silent
final class CallSiteLinkerTest implements CachedMethods {

    private static final HiddenNames NAMES = HiddenNames.ofThisProcess();
    /** No wait for a lease ends within a test. */
    private static final LoadConfig PATIENT =
            new LoadConfig(Duration.ofMinutes(10), LoadConfig.DEFAULT_MAX_VALUE_BYTES);

    private final CacheEngine engine = new CacheEngine(Ticker.system(), Duration.ofMillis(100), PATIENT, true);
    private final MethodStats stats = new StatsRegistry().register();
    private final WovenResults woven = new WovenResults();

    CallSiteLinkerTest() {
        engine.open(MemoryStore.create(MemoryConfig.defaults(), PATIENT, Ticker.system()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aBoolean",
                "aByte",
                "aChar",
                "aShort",
                "anInt",
                "aLong",
                "aFloat",
                "aDouble",
                "anEmptyString",
                "aNull",
                "aList",
                "anArray"
            })
    void h42_anyResult_secondCallIsAHit(String name) throws Throwable {
        MethodHandle linked = link(name, "", "");
        Object first = linked.invoke(woven, 7L);
        Object second = linked.invoke(woven, 7L);
        assertThat(second).isEqualTo(first);
        assertThat(second == null ? null : second.getClass()).isEqualTo(first == null ? null : first.getClass());
        assertThat(woven.runs).hasSize(1);
        assertThat(counts().hits()).isEqualTo(1);
        assertThat(counts().misses()).isEqualTo(1);
    }

    @Test
    void linked_hasExactlyTheMethodsType() throws Throwable {
        assertThat(link("aLong", "", "").type())
                .isEqualTo(MethodType.methodType(long.class, WovenResults.class, long.class));
    }

    @Test
    void bodyThrows_sameExceptionComesOut() throws Throwable {
        MethodHandle linked = link("failing", "", "");
        assertThatThrownBy(() -> linked.invoke(woven, 7L)).isSameAs(WovenResults.FAILURE);
        assertThat(counts().loadFailures()).isEqualTo(1);
        assertThat(counts().errors()).isZero();
    }

    @Test
    void when_saysNo_runsUncachedEachTime() throws Throwable {
        MethodHandle linked = link("aLong", "isCachable", "");
        assertThat((long) linked.invoke(woven, -1L)).isEqualTo(-1);
        assertThat((long) linked.invoke(woven, -1L)).isEqualTo(-1);
        assertThat((long) linked.invoke(woven, 5L)).isEqualTo(5);
        assertThat((long) linked.invoke(woven, 5L)).isEqualTo(5);
        assertThat(woven.runs).containsExactly(-1L, -1L, 5L);
        assertThat(counts().bypasses()).isEqualTo(2);
    }

    @Test
    void when_throws_runsUncached() throws Throwable {
        MethodHandle linked = link("aLong", "brokenCondition", "");
        assertThat((long) linked.invoke(woven, 5L)).isEqualTo(5);
        assertThat(woven.runs).containsExactly(5L);
        assertThat(counts().bypasses()).isEqualTo(1);
        assertThat(counts().errors()).isZero();
    }

    @Test
    void unless_saysYes_keepsNothing() throws Throwable {
        MethodHandle linked = link("aLong", "", "isNegative");
        linked.invoke(woven, -1L);
        linked.invoke(woven, -1L);
        linked.invoke(woven, 5L);
        linked.invoke(woven, 5L);
        assertThat(woven.runs).containsExactly(-1L, -1L, 5L);
    }

    @Test
    void unless_onAStaticMethod_works() throws Throwable {
        MethodHandle linked = link("aStatic", "", "isBlank");
        assertThat(linked.invoke(7L)).isEqualTo("static 7");
        assertThat(linked.invoke(7L)).isEqualTo("static 7");
        assertThat(counts().hits()).isEqualTo(1);
    }

    @Test
    @Timeout(60) // less than the lease
    void unless_throws_returnsTheResultAndKeepsNothing() throws Throwable {
        MethodHandle linked = link("aLong", "", "brokenVeto");
        assertThat((long) linked.invoke(woven, 5L)).isEqualTo(5);
        assertThat((long) linked.invoke(woven, 5L)).isEqualTo(5);
        assertThat(woven.runs).hasSize(2);
        assertThat(counts().misses()).isEqualTo(2);
        assertThat(counts().errors()).isZero();
    }

    @Test
    void h107_argumentWithoutStableText_runsUncached() throws Throwable {
        MethodHandle linked = link("ofObject", "", "");
        assertThat(linked.invoke(woven, new Object())).isEqualTo("called");
        assertThat(counts().bypasses()).isEqualTo(1);
        assertThat(counts().errors()).isZero();
    }

    @Test
    void h107_argumentChangedByTheBody_keyIsTakenBefore() throws Throwable {
        MethodHandle linked = link("changing", "", "");
        assertThat(linked.invoke(woven, new ArrayList<>(List.of("a")))).isEqualTo("[a, changed]");
        assertThat(linked.invoke(woven, new ArrayList<>(List.of("a")))).isEqualTo("[a, changed]");
        assertThat(counts().hits()).isEqualTo(1);
    }

    @Test
    void h101_oneShotResultBehindAGeneralType_isNotStoredAndNotTouched() throws Throwable {
        MethodHandle linked = link("aStream", "", "");
        Stream<?> first = (Stream<?>) linked.invoke(woven, 7L);
        Stream<?> second = (Stream<?>) linked.invoke(woven, 7L);
        assertThat(first.toList()).isEqualTo(List.of(7L));
        assertThat(second.toList()).isEqualTo(List.of(7L));
        assertThat(woven.runs).hasSize(2);
        assertThat(counts().unfitResults()).isEqualTo(2);
        assertThat(counts().errors()).isZero();
    }

    @Test
    void disabled_runsTheBodyAndCountsABypass() throws Throwable {
        MethodHandle linked = link("aLong", "", "");
        engine.setEnabled(false);
        linked.invoke(woven, 5L);
        linked.invoke(woven, 5L);
        assertThat(woven.runs).hasSize(2);
        assertThat(counts().bypasses()).isEqualTo(2);
    }

    private StatsSnapshot counts() {
        return stats.snapshot();
    }

    private MethodHandle link(String name, String when, String unless) throws Throwable {
        Method method = Arrays.stream(WovenResults.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        String signature = "test." + name + "(x)";
        CachePlan cached =
                new CachePlan("", new Lifetime(60_000, 60_000, TimeUnit.MILLISECONDS), when, unless, List.of());
        MethodPlan plan = new MethodPlan(signature, isStatic, List.of("argument"), cached, List.of(), List.of());
        return new CallSiteLinker(
                        this,
                        refused -> {
                            throw new AssertionError(refused.message());
                        },
                        () -> {},
                        warmable -> {})
                .link(
                        WovenResults.lookup(),
                        name,
                        isStatic ? type : type.insertParameterTypes(0, WovenResults.class),
                        plan.toConstants())
                .dynamicInvoker();
    }

    @Override
    public CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType) {
        return new CachedMethod(
                engine,
                new MethodSettings(plan.signature(), plan.caching().key(), 0, 60_000, 60_000, true),
                stats,
                new ResultType(
                        MethodType.methodType(erased.returnType()).wrap().returnType(),
                        !erased.returnType().isPrimitive(),
                        EntryOwners.of(owner)),
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
    public Effects effects(MethodPlan plan, Class<?> owner, List<EvictEffect> evictions, List<PutEffect> puts) {
        throw new AssertionError("none of the methods has effects");
    }
}
