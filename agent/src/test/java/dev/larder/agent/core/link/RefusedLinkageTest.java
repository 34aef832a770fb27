package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What does not link is said and left out, and the rest takes place. */
final class RefusedLinkageTest extends EffectLinkage {

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

    /** The weaver does not know the class of a value that comes later. */
    @Test
    void f45_conditionWithTheTypeOfTheFuture_isRefusedAsOneThatIsNotThere() throws Throwable {
        CachePlan plan =
                new CachePlan("{id}", new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), "", "isUnknown", List.of());

        link("later", List.of(), List.of(), plan).invoke(woven, 5L);

        assertThat(refused).singleElement().satisfies(it -> assertThat(it.message())
                .isEqualTo("Cannot cache test.later(x): unless names 'isUnknown', but there is no method boolean"
                        + " isUnknown(" + User.class.getTypeName()
                        + "). The method runs uncached. Add it to the class, or"
                        + " correct the name."));
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

        assertThatThrownBy(() -> new CallSiteLinker(this, refused::add, () -> {}, warmable -> {})
                        .link(Woven.lookup(), "gone", type, plan.toConstants()))
                .isInstanceOf(UnlinkableMethodException.class)
                .hasMessageStartingWith("Cannot weave test.gone(): its class cannot be inspected (")
                .hasMessageContaining("the entries it should evict or replace stay until their ttl.");
    }
}
