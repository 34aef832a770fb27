package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H125: an eviction that matches nothing is said, and nothing is said of one that may match. */
final class UnmetEvictionsTest {

    private final UnmetEvictions evictions = new UnmetEvictions();

    @BeforeEach
    void addWhatIsStored() {
        evictions.add(plan("a.Users.find(long)", cached("user:{id}", "team:{team}"), null, null));
        evictions.add(plan("a.Prices.quote(String,int)", cached(""), null, null));
        evictions.add(plan(
                "a.B.put()",
                null,
                null,
                new PutPlan(
                        "page:{category}:{number}",
                        "{0}",
                        new Lifetime(1, 1, TimeUnit.MILLISECONDS),
                        List.of("pages"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:{id}",
                "user:{user.id}",
                "user:{ids[]}",
                "user:7",
                "{whatever}",
                "page:{a}:{b}",
                "page:books:{b}",
                "a.Prices.quote(String,int):{a}:2"
            })
    void h125_keyThatMayMeet_isNotSaid(String key) {
        evict(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of()));

        assertThat(secondLook()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"usr:{id}", "user", "user-{id}", "pages:{a}:{b}", "page:{{a}}", "a.Prices.quote(String):{a}"})
    void h125_keyThatNothingIsStoredUnder_isSaidOnce(String key) {
        evict(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of()));

        assertThat(secondLook())
                .singleElement()
                .asString()
                .startsWith("a.B.save() evicts nothing by its key template '" + key);
        assertThat(evictions.isAnyToJudge()).isFalse();
        assertThat(evictions.look()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "user:*", "us?r:{id}", "page:{category}:*", "*:7", "a.Prices.*", "page:*:*"})
    void h125_patternThatMayMeet_isNotSaid(String pattern) {
        evict(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(), List.of(), List.of(pattern)));

        assertThat(secondLook()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"usr:*", "customer:*", "?page:*", "a.Price.*"})
    void h125_patternThatNothingIsStoredUnder_isSaid(String pattern) {
        evict(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(), List.of(), List.of(pattern)));

        assertThat(secondLook()).singleElement().asString().contains("pattern '" + pattern + "'");
    }

    @Test
    void h125_tags_areComparedWithTags() {
        evict(new EvictPlan(
                EvictPhase.AFTER_SUCCESS, List.of(), List.of("team:{id}", "pages", "user:{id}"), List.of()));

        assertThat(secondLook())
                .singleElement()
                .asString()
                .contains("tag template 'user:{id}'", "the nearest that is stored under is");
    }

    @Test
    void h125_methodThatIsLoadedLater_meets() {
        evict(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("late:{id}"), List.of(), List.of()));
        assertThat(evictions.look()).isEmpty();
        evictions.add(plan("a.Late.find(long)", cached("late:{id}"), null, null));

        assertThat(evictions.look()).isEmpty();
    }

    @Test
    void h125_processThatCachesNothingOrUnderKeysOfItsOwn_isNotJudged() {
        UnmetEvictions ofAnother = new UnmetEvictions();
        ofAnother.add(plan(
                "a.B.save()",
                null,
                new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("x:{id}"), List.of(), List.of()),
                null));
        ofAnother.look();
        assertThat(ofAnother.look()).isEmpty();

        evict(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("x:{id}"), List.of(), List.of()));
        evictions.storesAnything();
        assertThat(secondLook()).isEmpty();
    }

    private List<LogLine> secondLook() {
        assertThat(evictions.look()).as("classes may still be loading").isEmpty();
        return evictions.look();
    }

    private void evict(EvictPlan eviction) {
        evictions.add(plan("a.B.save()", null, eviction, null));
        evictions.add(plan("a.B.save()", null, eviction, null)); // the same class in another loader
    }

    private static CachePlan cached(String key, String... tags) {
        return new CachePlan(key, new Lifetime(1, 1, TimeUnit.MILLISECONDS), "", "", List.of(tags));
    }

    private static MethodPlan plan(
            String signature, @Nullable CachePlan cached, @Nullable EvictPlan eviction, @Nullable PutPlan put) {
        return new MethodPlan(
                signature,
                false,
                List.of(),
                cached,
                eviction == null ? List.of() : List.of(eviction),
                put == null ? List.of() : List.of(put));
    }
}
