package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random hierarchies of classes and interfaces, in one package or in two, with annotations at random places: whichever way
 * a method is called, it passes as many call sites as a reading of the source says, never more than one; and where
 * annotations come to nothing, a WARN says so.
 *
 * <p>A failure names its seed. {@code -Dlarder.test.seed=} makes the same hierarchies again.
 */
@Silent
final class InheritedHierarchiesTest {

    private static final int EACH = 30;
    private static final int MIXED = 100;

    /** Many do not compile. */
    private static final int MOST_TRIES = 1_000;

    private static final List<String> ANNOTATIONS = List.of(
            "@CacheEvict(key = \"u:{0}\") ",
            "@Cached(key = \"u:{0}\", ttl = 60) ", "@CachePut(key = \"u:{0}\", ttl = 60) ");

    static Stream<Arguments> fixed() {
        return ANNOTATIONS.stream()
                .flatMap(annotation -> LongStream.rangeClosed(1, 5).mapToObj(seed -> Arguments.of(annotation, seed)));
    }

    @ParameterizedTest
    @MethodSource("fixed")
    void f1_anyHierarchy_passesWhatItsSourceSaysThroughEveryView(String annotation, long seed) {
        Random random = new Random(seed);
        Found found = new Found();
        for (int i = 0; i < EACH; i++) {
            check(compiling(random, List.of(annotation), i % 2 == 0), seed, found);
        }
        assertThat(found.calls).isGreaterThan(3 * EACH);
        assertThat(found.passes).isBetween(EACH / 5, EACH - 1);
        if (MadeUpHierarchy.hasEffects(annotation)) {
            assertThat(found.warned).isPositive();
        }
    }

    @Test
    void f1_anyHierarchyOfAllAnnotations_passesWhatItsSourceSaysThroughEveryView() {
        long firstSeed =
                Long.getLong("larder.test.seed", ThreadLocalRandom.current().nextLong());
        Found found = new Found();
        for (int i = 0; i < MIXED; i++) {
            check(compiling(new Random(firstSeed + i), ANNOTATIONS, i % 2 == 0), firstSeed + i, found);
        }
        assertThat(found.calls).as("seed %d", firstSeed).isGreaterThan(MIXED);
        assertThat(found.inTwo).as("seed %d", firstSeed).isPositive();
    }

    /** Of two packages: a method that another package overrides, since one between them has made it public. */
    @Test
    void f1_hierarchyThatShowedAFault_passesWhatItsSourceSays() {
        long seed = -5492551951256899507L;
        check(compiling(new Random(seed), ANNOTATIONS, true), seed, new Found());
    }

    /** A final body of which one class cannot be given a method: what it would have said is not in force below. */
    @Test
    void f1_finalBodyBelowARefusal_isRefusedAgainForWhatAnotherInterfaceSays() {
        long seed = -7921168367637462237L;
        check(compiling(new Random(seed), ANNOTATIONS, false), seed, new Found());
    }

    private static void check(Compiled compiled, long seed, Found found) {
        MadeUpHierarchy hierarchy = compiled.hierarchy;
        Views views = new Views(compiled.classes);
        Map<String, Views.Call> called = views.call(hierarchy.leaf(), "drop", 7L);
        List<String> refusals = views.listener.refusals();
        String what = "seed " + seed + "\n" + String.join("\n", hierarchy.sources()) + "\n" + refusals;
        assertThat(called).as(what).isNotEmpty();
        assertThat(called).as(what).allSatisfy((view, call) -> assertThat(call.passed())
                .as(view)
                .hasSize(hierarchy.passes(call.result())));
        assertThat(views.listener.refused.stream()
                        .map(refused -> refused.signature().replaceFirst("\\.drop\\(.*", ""))
                        .distinct())
                .as(what)
                .containsExactlyInAnyOrderElementsOf(hierarchy.losing());
        found.calls += called.size();
        found.passes += called.values().stream().anyMatch(call -> !call.passed().isEmpty()) ? 1 : 0;
        found.warned += refusals.isEmpty() ? 0 : 1;
        found.inTwo +=
                called.values().stream().map(Views.Call::result).distinct().count() > 1 ? 1 : 0;
    }

    /** That the hierarchies have what is looked for. */
    private static final class Found {

        private int calls;

        /** Hierarchies with a call that passes a call site. */
        private int passes;

        private int warned;

        /** Hierarchies in which it depends on the class that a call names which body runs. */
        private int inTwo;
    }

    private static Compiled compiling(Random random, List<String> annotations, boolean isSpread) {
        for (int i = 0; i < MOST_TRIES; i++) {
            MadeUpHierarchy hierarchy = new MadeUpHierarchy(random, annotations, isSpread);
            if (hierarchy.isTold() && hierarchy.isOfInterest()) {
                List<String> errors = new ArrayList<>();
                Map<String, byte[]> classes = Sources.compile(hierarchy.sources(), errors);
                if (errors.isEmpty()) {
                    return new Compiled(hierarchy, classes);
                }
            }
        }
        throw new AssertionError("None of " + MOST_TRIES + " hierarchies compiles.");
    }

    private record Compiled(MadeUpHierarchy hierarchy, Map<String, byte[]> classes) {}
}
