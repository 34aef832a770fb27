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
 * Random hierarchies of classes and interfaces with annotations at random places: whichever way a method is called, it
 * passes as many call sites as a reading of the source says, never more than one; and where annotations come to nothing, a
 * WARN says so.
 *
 * <p>A failure names its seed. {@code -Dlarder.test.seed=} makes the same hierarchies again.
 */
@Silent
final class InheritedHierarchiesTest {

    private static final int EACH = 30;
    private static final int MIXED = 100;

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
            check(compiling(random, List.of(annotation)), seed, found);
        }
        assertThat(found.calls).isGreaterThan(3 * EACH);
        assertThat(found.passes).isBetween(EACH / 5, EACH - 1);
        if (Hierarchy.hasEffects(annotation)) {
            assertThat(found.warned).isPositive();
        }
    }

    @Test
    void f1_anyHierarchyOfAllAnnotations_passesWhatItsSourceSaysThroughEveryView() {
        long firstSeed =
                Long.getLong("larder.test.seed", ThreadLocalRandom.current().nextLong());
        Found found = new Found();
        for (int i = 0; i < MIXED; i++) {
            check(compiling(new Random(firstSeed + i), ANNOTATIONS), firstSeed + i, found);
        }
        assertThat(found.calls).as("seed %d", firstSeed).isGreaterThan(MIXED);
    }

    private static void check(Hierarchy hierarchy, long seed, Found found) {
        Views views = new Views(hierarchy.classes);
        Map<String, Views.Call> called = views.call(hierarchy.leaf(), "drop", 7L);
        List<String> refusals = views.listener.refusals();
        String what = "seed " + seed + "\n" + hierarchy.source + "\n" + refusals;
        assertThat(called).as(what).isNotEmpty();
        int expected = hierarchy.passes();
        assertThat(called)
                .as(what)
                .allSatisfy((view, call) -> assertThat(call.passed()).as(view).hasSize(expected));
        assertThat(refusals.isEmpty()).as(what).isEqualTo(!hierarchy.losesAny());
        found.calls += called.size();
        found.passes += expected;
        found.warned += refusals.isEmpty() ? 0 : 1;
    }

    /** That the hierarchies have what is looked for. */
    private static final class Found {

        private int calls;
        private int passes;
        private int warned;
    }

    private static Hierarchy compiling(Random random, List<String> annotations) {
        while (true) {
            Hierarchy hierarchy = new Hierarchy(random, annotations);
            List<String> errors = new ArrayList<>();
            hierarchy.classes.putAll(Sources.compile(hierarchy.source, errors));
            if (errors.isEmpty() && hierarchy.isTold()) {
                return hierarchy;
            }
        }
    }
}
