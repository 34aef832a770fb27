package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
        if (hasEffects(annotation)) {
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

    /** Lost caching costs time, and only a lost eviction or put is worth a WARN. */
    private static boolean hasEffects(String annotation) {
        return !annotation.startsWith("@Cached");
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

    /** Interfaces with or without the annotation, and a chain of classes that declare the method here and there. */
    private static final class Hierarchy {

        private final Random random;
        private final List<String> annotations;
        private final List<Interface> interfaces = new ArrayList<>();
        private final List<Type> chain = new ArrayList<>();
        private final Map<String, byte[]> classes = new HashMap<>();
        private final boolean isGenericBase;
        private final String source;

        private Hierarchy(Random random, List<String> annotations) {
            this.random = random;
            this.annotations = annotations;
            this.isGenericBase = random.nextInt(3) == 0;
            StringBuilder text = new StringBuilder("import dev.larder.*;\n");
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                interfaces.add(new Interface(i));
                text.append(interfaces.get(i).source());
            }
            int depth = 1 + random.nextInt(5);
            for (int i = 0; i < depth; i++) {
                chain.add(new Type(i, i == depth - 1));
                text.append(chain.get(i).source());
            }
            this.source = text.toString();
        }

        /** What {@link #passes} tells: not of a generic base class whose interface only its subclasses implement. */
        private boolean isTold() {
            Type base = chain.get(0);
            boolean isOpen = isGenericBase && base.declares && !base.implemented.isEmpty();
            return !isOpen && chain.stream().anyMatch(type -> type.declares);
        }

        String leaf() {
            return "C" + (chain.size() - 1);
        }

        /** As many as one call of the last class's method passes. */
        int passes() {
            return inForceIn(chain.size() - 1) == null ? 0 : 1;
        }

        boolean losesAny() {
            return chain.stream().anyMatch(type -> type.loses(inForceIn(type.index - 1)));
        }

        /** The annotation that calls on objects of that class pass. */
        private @Nullable String inForceIn(int index) {
            String inForce = null;
            for (Type type : chain.subList(0, index + 1)) {
                inForce = type.inForce(inForce);
            }
            return inForce;
        }

        private String annotation() {
            return annotations.get(annotations.size() == 1 ? 0 : random.nextInt(annotations.size()));
        }

        private boolean chance(int oneOf) {
            return random.nextInt(oneOf) == 0;
        }

        private final class Interface {

            private final int index;
            private final boolean isGeneric = chance(3);
            private final @Nullable String annotation = chance(2) ? annotation() : null;
            private final int parent;

            private Interface(int index) {
                this.index = index;
                this.parent = index > 0 && chance(3) ? random.nextInt(index) : -1;
            }

            private String source() {
                String extended =
                        parent < 0 ? "" : " extends " + interfaces.get(parent).reference();
                return "interface I" + index + (isGeneric ? "<K>" : "") + extended + " { "
                        + (annotation == null ? "" : annotation) + "Object drop("
                        + (isGeneric && parent < 0 ? "K" : "Long") + " id); }\n";
            }

            private String reference() {
                return "I" + index + (isGeneric ? "<Long>" : "");
            }

            private List<Interface> supertypes() {
                return parent < 0 ? List.of() : List.of(interfaces.get(parent));
            }

            private void collect(List<Interface> all) {
                all.add(this);
                if (parent >= 0) {
                    interfaces.get(parent).collect(all);
                }
            }
        }

        private final class Type {

            private final int index;
            private final boolean isAbstract;
            private final boolean declares;
            private final boolean isFinal;
            private final @Nullable String annotation;
            private final boolean callsSuper;
            private final boolean isPublic = chance(2);
            private final List<Interface> implemented = new ArrayList<>();

            private Type(int index, boolean isLeaf) {
                this.index = index;
                this.isAbstract = !isLeaf && chance(3);
                this.declares = index == 0 ? !chance(4) : chance(4);
                this.isFinal = declares && chance(12);
                this.annotation = declares && chance(8) ? annotation() : null;
                this.callsSuper = declares && annotation == null && index > 0 && chance(2) && bodyAbove();
                for (Interface each : interfaces) {
                    if (chance(4)) {
                        implemented.add(each);
                    }
                }
            }

            private String source() {
                StringBuilder text = new StringBuilder();
                text.append(isPublic ? "public " : "")
                        .append(isAbstract ? "abstract " : "")
                        .append("class C")
                        .append(index);
                if (index == 0 && isGenericBase) {
                    text.append("<T>");
                }
                if (index > 0) {
                    text.append(" extends C").append(index - 1).append(index == 1 && isGenericBase ? "<Long>" : "");
                }
                String separator = " implements ";
                for (Interface each : implemented) {
                    text.append(separator).append(each.reference());
                    separator = ", ";
                }
                text.append(" { ");
                if (declares) {
                    text.append(annotation == null ? "" : annotation)
                            .append("public ")
                            .append(isFinal ? "final " : "")
                            .append(index > 0 && chance(3) ? "String" : "Object")
                            .append(" drop(")
                            .append(index == 0 && isGenericBase ? "T" : "Long")
                            .append(" id) { return \"")
                            .append(index)
                            .append(" \" + ")
                            .append(callsSuper ? "super.drop(id)" : "id")
                            .append("; }");
                }
                return text.append(" }\n").toString();
            }

            private boolean bodyAbove() {
                return chain.subList(0, index).stream().anyMatch(type -> type.declares);
            }

            /** @param above the annotation of the superclass's method */
            private @Nullable String inForce(@Nullable String above) {
                if (annotation != null) {
                    return annotation;
                }
                if (!bodyAbove()) {
                    return declares ? nearest(List.of()) : null;
                }
                if (above != null) {
                    return declares && !callsSuper ? null : above;
                }
                return !declares && isFinalAbove() ? null : nearest(all(index - 1));
            }

            /** Whether effects come to nothing here, or all that an annotation of an interface says. */
            private boolean loses(@Nullable String above) {
                if (annotation != null || !bodyAbove()) {
                    return false;
                }
                String joined = nearest(all(index - 1));
                if (above == null) {
                    return !declares && joined != null && isFinalAbove();
                }
                return declares && !callsSuper && hasEffects(above)
                        || joined != null && hasEffects(joined) && !joined.equals(above);
            }

            /** Of an interface that is not among those {@code implementedAbove}. */
            private @Nullable String nearest(List<Interface> implementedAbove) {
                Queue<Object> open = new ArrayDeque<>(supertypes());
                for (Object next = open.poll(); next != null; next = open.poll()) {
                    if (next instanceof Type type) {
                        open.addAll(type.supertypes());
                    } else if (next instanceof Interface each) {
                        if (each.annotation != null && !implementedAbove.contains(each)) {
                            return each.annotation;
                        }
                        open.addAll(each.supertypes());
                    }
                }
                return null;
            }

            private List<Object> supertypes() {
                List<Object> supertypes = new ArrayList<>(implemented);
                if (index > 0) {
                    supertypes.add(0, chain.get(index - 1));
                }
                return supertypes;
            }

            private boolean isFinalAbove() {
                for (int i = index - 1; i >= 0; i--) {
                    if (chain.get(i).declares) {
                        return chain.get(i).isFinal;
                    }
                }
                return false;
            }

            private List<Interface> all(int last) {
                List<Interface> all = new ArrayList<>();
                for (int i = 0; i <= last; i++) {
                    (i == index ? this : chain.get(i)).implemented.forEach(each -> each.collect(all));
                }
                return all;
            }
        }
    }
}
