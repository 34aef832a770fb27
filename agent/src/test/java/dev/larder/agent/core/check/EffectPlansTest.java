package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PlanText;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is read of evictions and puts, and which methods inherit it. */
@Expects(Message.NOT_EVICTED)
final class EffectPlansTest {

    private final WeavingLoader loader = new WeavingLoader(EffectPlansTest.class);

    static class Users {
        @Deprecated
        @CacheEvict(
                key = {"user:{id}", "name:{result}"},
                tag = "team:{teams[]}",
                pattern = "page:*")
        @CacheEvict(key = "users", phase = CacheEvict.Phase.BEFORE)
        @CacheEvict(key = "count", phase = CacheEvict.Phase.ALWAYS)
        @CachePut(key = "user:{id}", ttl = 2, unit = TimeUnit.MINUTES, nullTtl = 0, tags = "team:{teams[]}")
        @CachePut(key = "first:{result.id}", value = "{teams}", ttl = 1)
        @Cached(
                key = "renamed:{id}",
                ttl = 1,
                tags = {"users", "team:{teams[]}"})
        public Integer rename(int id, List<Long> teams) {
            return id;
        }

        @CacheEvict(key = "all")
        private static void reset() {}
    }

    @Test
    void plan_allAnnotations_areReadInTheirOrder() {
        loader.weave(Users.class);

        String rename = Users.class.getName() + ".rename(int,java.util.List)";
        String reset = Users.class.getName() + ".reset()";
        assertThat(loader.listener.refused).isEmpty();
        assertThat(loader.listener.woven)
                .containsExactlyInAnyOrder(
                        new MethodPlan(
                                rename,
                                false,
                                List.of("id", "teams"),
                                new CachePlan(
                                        "renamed:{id}",
                                        new Lifetime(1, -1, TimeUnit.SECONDS),
                                        "",
                                        "",
                                        List.of("users", "team:{teams[]}")),
                                List.of(
                                        new EvictPlan(
                                                EvictPhase.AFTER_SUCCESS,
                                                List.of("user:{id}", "name:{result}"),
                                                List.of("team:{teams[]}"),
                                                List.of("page:*")),
                                        new EvictPlan(EvictPhase.BEFORE, List.of("users"), List.of(), List.of()),
                                        new EvictPlan(EvictPhase.ALWAYS, List.of("count"), List.of(), List.of())),
                                List.of(
                                        new PutPlan(
                                                "user:{id}",
                                                PutPlan.RESULT,
                                                new Lifetime(2, 0, TimeUnit.MINUTES),
                                                List.of("team:{teams[]}")),
                                        new PutPlan(
                                                "first:{result.id}",
                                                "{teams}",
                                                new Lifetime(1, -1, TimeUnit.SECONDS),
                                                List.of()))),
                        new MethodPlan(
                                reset,
                                true,
                                List.of(),
                                null,
                                List.of(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("all"), List.of(), List.of())),
                                List.of()));
    }

    @Test
    void plan_asConstants_comesBackEqual() {
        loader.weave(Users.class);

        assertThat(loader.listener.woven).hasSize(2).allSatisfy(plan -> assertThat(
                        MethodPlan.fromConstants(plan.toConstants()))
                .isEqualTo(plan));
    }

    @Test
    void plan_hostileTexts_comeBackEqual() {
        List<String> hostile = List.of("", ":", "1:", "3:abc", "\0", ",", "\uD800", "\uD83D\uDE00", "0:1:2");
        MethodPlan plan = new MethodPlan(
                "a.B.c(int)",
                true,
                hostile,
                new CachePlan(":7", new Lifetime(1, Long.MAX_VALUE, TimeUnit.MILLISECONDS), "2:", "", hostile),
                List.of(new EvictPlan(EvictPhase.BEFORE, hostile, List.of(), hostile)),
                List.of(new PutPlan("0:", "{254}", new Lifetime(1, 0, TimeUnit.MILLISECONDS), hostile)));

        assertThat(MethodPlan.fromConstants(plan.toConstants())).isEqualTo(plan);
    }

    @Test
    void constant_ofClassFileLength_isMeasuredInItsBytes() {
        assertThat(PlanText.isConstant("a".repeat(65_535))).isTrue();
        assertThat(PlanText.isConstant("a".repeat(65_536))).isFalse();
        assertThat(PlanText.isConstant("\0".repeat(32_767))).isTrue();
        assertThat(PlanText.isConstant("\0".repeat(32_768))).isFalse();
        assertThat(PlanText.isConstant("\uD83D\uDE00".repeat(10_922))).isTrue();
        assertThat(PlanText.isConstant("\uD83D\uDE00".repeat(10_923))).isFalse();
    }

    @Test
    void h29_wovenMethod_keepsItsRepeatedAnnotations() throws Exception {
        Method doorway = loader.weave(Users.class).getMethod("rename", int.class, List.class);

        assertThat(doorway.getAnnotationsByType(CacheEvict.class)).hasSize(3);
        assertThat(doorway.getAnnotationsByType(CachePut.class)).hasSize(2);
        assertThat(doorway.isAnnotationPresent(Deprecated.class)).isTrue();
    }

    interface Repository<K, V> {
        @CacheEvict(key = "item:{key}")
        void delete(K key);

        @CacheEvict(key = "item:{key}")
        @CachePut(key = "kept:{key}", value = "{item}", ttl = 1)
        void save(K key, V item);

        @Cached(key = "item:{key}", ttl = 1)
        V find(K key);

        @CacheEvict(tag = "items")
        default void clear() {}
    }

    static class Inherits implements Repository<Long, String> {
        @Override
        public void delete(Long id) {}

        @Override
        public void save(Long id, String text) {}

        @Override
        @CacheEvict(key = "own:{0}")
        public String find(Long id) {
            return "";
        }

        @Override
        public void clear() {}
    }

    /** All kinds together: one annotation of its own, and a method inherits none. */
    @Test
    void h38_implementations_inheritAllOrNone() {
        loader.weave(Inherits.class);

        Map<String, MethodPlan> plans = new TreeMap<>();
        for (MethodPlan plan : loader.listener.woven) {
            if (plan.signature().startsWith(Inherits.class.getName() + ".")) {
                plans.put(plan.signature().substring(Inherits.class.getName().length() + 1), plan);
            }
        }
        assertThat(plans.keySet())
                .containsExactly(
                        "delete(java.lang.Long)", "find(java.lang.Long)", "save(java.lang.Long,java.lang.String)");
        MethodPlan save = plans.get("save(java.lang.Long,java.lang.String)");
        assertThat(save.parameterNames()).containsExactly("key", "item");
        assertThat(save.puts())
                .containsExactly(new PutPlan("kept:{key}", "{item}", new Lifetime(1, -1, TimeUnit.SECONDS), List.of()));
        assertThat(save.evictions()).hasSize(1);
        MethodPlan find = plans.get("find(java.lang.Long)");
        assertThat(find.cached()).isNull();
        assertThat(find.evictions().get(0).keys()).containsExactly("own:{0}");
    }

    @Test
    void h37_bridgesOfVoidMethods_areNotWoven() {
        Class<?> woven = loader.weave(Inherits.class);

        assertThat(woven.getDeclaredMethods())
                .filteredOn(method -> method.getName().equals("delete$uncached"))
                .singleElement()
                .satisfies(body -> assertThat(body.getParameterTypes()).containsExactly(Long.class));
    }

    static final class ResultParameter {
        @Cached(key = "a:{result}", ttl = 1, tags = "t:{result}")
        int cached(int result) {
            return result;
        }

        @CacheEvict(key = "a:{result}")
        int evicting(int result) {
            return result;
        }

        @CacheEvict(key = "a:{result}", phase = CacheEvict.Phase.BEFORE)
        int evictingBefore(int result) {
            return result;
        }
    }

    @Test
    void parameterNamedResult_countsForCachedOnly() {
        loader.weave(ResultParameter.class);

        assertThat(loader.listener.wovenSignatures())
                .containsExactly(
                        ResultParameter.class.getName() + ".cached(int)",
                        ResultParameter.class.getName() + ".evicting(int)");
        assertThat(loader.listener.refusal()).contains(".evictingBefore(int): template 'a:{result}' names the result");
    }
}
