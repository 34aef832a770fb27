package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.parse.ConfigReader;
import dev.larder.agent.core.config.source.ConfigSources;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key of a method that is not there is said, and nothing is said of one whose class may still come. */
final class UnmetOverridesTest {

    private final UnmetOverrides overrides = new UnmetOverrides();

    @BeforeEach
    void addCachedMethods() {
        overrides.add(cached("a.Users.find(long)"));
        overrides.add(cached("a.Outer$Inner.get()"));
    }

    @Test
    void f45_methodThatIsCached_isNotSaid() {
        configure("larder.method.a.Users.find.ttl", "1s");

        assertThat(overrides.look(Set.of("a.Users"))).isEmpty();
        assertThat(overrides.isAnyToJudge()).isFalse();
    }

    @Test
    void f45_methodThatItsClassDoesNotHave_isSaidOnceWithTheKeyOfTheNearest() {
        configure("larder.method.a.Users.findd.ttl", "1s");

        assertThat(overrides.look(Set.of("a.Users")))
                .extracting(LogLine::text)
                .containsExactly(
                        "larder.method.a.Users.findd.ttl from the system property has no effect: a.Users has no"
                                + " cached method 'findd'. The values in the annotations are used. Write"
                                + " larder.method.a.Users.find.ttl if the nearest cached method is meant, or remove the key.");
        assertThat(overrides.isAnyToJudge()).isFalse();
        assertThat(overrides.look(Set.of("a.Users"))).isEmpty();
    }

    @Test
    void f45_nestedClassWrittenWithADot_isSaidAtOnce() {
        configure("larder.method.a.Outer.Inner.get.enabled", "false");

        assertThat(overrides.look(Set.of()))
                .singleElement()
                .asString()
                .contains("Write larder.method.a.Outer$Inner.get.enabled");
    }

    @Test
    void f45_classThatIsNotLoaded_isListedAndJudgedWhenItIs() {
        configure("larder.method.a.Prices.quote.ttl", "1s");

        assertThat(overrides.look(Set.of("a.Users"))).isEmpty();
        assertThat(overrides.waiting()).isEqualTo("larder.method.a.Prices.quote.ttl");

        assertThat(overrides.look(Set.of("a.Users", "a.Prices"))).hasSize(1);
        assertThat(overrides.waiting()).isEmpty();
    }

    @Test
    void f45_manyClassesThatAreNotLoaded_areOneShortLine() {
        for (int i = 0; i < 12; i++) {
            configure("larder.method.a.Prices" + i + ".quote.ttl", "1s");
        }

        assertThat(overrides.waiting())
                .contains("larder.method.a.Prices4.quote.ttl and 7 more")
                .doesNotContain("Prices5");
    }

    /** Nothing to compare with, so no key to suggest. */
    @Test
    void f45_nothingCached_saysSo() {
        UnmetOverrides none = new UnmetOverrides();
        none.expect(ConfigReader.read(new ConfigSources("", Map.of("larder.method.a.Users.find.ttl", "1s"), Map.of()))
                .ofMethods());

        assertThat(none.look(Set.of("a.Users"))).singleElement().asString().endsWith("Remove the key.");
    }

    private void configure(String key, String text) {
        overrides.expect(ConfigReader.read(new ConfigSources("", Map.of(key, text), Map.of()))
                .ofMethods());
    }

    private static MethodPlan cached(String signature) {
        CachePlan plan = new CachePlan("", new Lifetime(1, -1, TimeUnit.MILLISECONDS), "", "", List.of());
        return new MethodPlan(signature, false, List.of(), plan, List.of(), List.of());
    }
}
