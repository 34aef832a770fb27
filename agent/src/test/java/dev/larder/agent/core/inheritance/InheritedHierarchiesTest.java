package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random hierarchies of classes and interfaces with {@code @CacheEvict} at random places: whichever way a method is
 * called, it passes as many call sites as a reading of the source says, never more than one; and where annotations come to
 * nothing, a WARN says so.
 */
final class InheritedHierarchiesTest {

    private static final int EACH = 30;

    @BeforeAll
    static void silence() {
        AgentLog.setLevel(AgentLog.Level.OFF);
    }

    @AfterAll
    static void restoreLog() {
        AgentLog.setLevel(AgentLog.Level.INFO);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void f1_anyHierarchy_passesWhatItsSourceSaysThroughEveryView(long seed) {
        Random random = new Random(seed);
        int calls = 0;
        int passes = 0;
        int warned = 0;
        for (int i = 0; i < EACH; i++) {
            Hierarchy hierarchy = compiling(random);
            Views views = new Views(hierarchy.classes);
            Map<String, Views.Call> called = views.call(hierarchy.leaf(), "drop", 7L);
            List<String> refusals = views.listener.refusals();
            String what = "seed " + seed + "\n" + hierarchy.source + "\n" + refusals;
            assertThat(called).as(what).isNotEmpty();
            int expected = hierarchy.passes();
            assertThat(called).as(what).allSatisfy((view, call) -> assertThat(call.passed())
                    .as(view)
                    .hasSize(expected));
            assertThat(refusals.isEmpty()).as(what).isEqualTo(!hierarchy.losesAny());
            calls += called.size();
            passes += expected;
            warned += refusals.isEmpty() ? 0 : 1;
        }
        assertThat(calls).isGreaterThan(3 * EACH);
        assertThat(passes).isBetween(EACH / 5, EACH - 1);
        assertThat(warned).isPositive();
    }

    private static Hierarchy compiling(Random random) {
        while (true) {
            Hierarchy hierarchy = new Hierarchy(random);
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
        private final List<Interface> interfaces = new ArrayList<>();
        private final List<Type> chain = new ArrayList<>();
        private final Map<String, byte[]> classes = new HashMap<>();
        private final boolean isGenericBase;
        private final String source;

        private Hierarchy(Random random) {
            this.random = random;
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
            int passes = 0;
            for (Type type : chain) {
                passes = type.passes(passes);
            }
            return passes;
        }

        boolean losesAny() {
            int passes = 0;
            boolean loses = false;
            for (Type type : chain) {
                loses |= type.loses(passes);
                passes = type.passes(passes);
            }
            return loses;
        }

        private boolean chance(int oneOf) {
            return random.nextInt(oneOf) == 0;
        }

        private final class Interface {

            private final int index;
            private final boolean isGeneric = chance(3);
            private final boolean isAnnotated = chance(2);
            private final int parent;

            private Interface(int index) {
                this.index = index;
                this.parent = index > 0 && chance(3) ? random.nextInt(index) : -1;
            }

            private String source() {
                String extended =
                        parent < 0 ? "" : " extends " + interfaces.get(parent).reference();
                return "interface I" + index + (isGeneric ? "<K>" : "") + extended + " { "
                        + (isAnnotated ? "@CacheEvict(key = \"u:{0}\") " : "") + "Object drop("
                        + (isGeneric && parent < 0 ? "K" : "Long") + " id); }\n";
            }

            private String reference() {
                return "I" + index + (isGeneric ? "<Long>" : "");
            }

            /** Whether the method that a class sees through it carries the annotation: the nearest that does. */
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
            private final boolean isAnnotated;
            private final boolean callsSuper;
            private final boolean isPublic = chance(2);
            private final List<Interface> implemented = new ArrayList<>();

            private Type(int index, boolean isLeaf) {
                this.index = index;
                this.isAbstract = !isLeaf && chance(3);
                this.declares = index == 0 ? !chance(4) : chance(4);
                this.isFinal = declares && chance(12);
                this.isAnnotated = declares && chance(8);
                this.callsSuper = declares && !isAnnotated && index > 0 && chance(2) && bodyAbove();
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
                    text.append(isAnnotated ? "@CacheEvict(key = \"u:{0}\") " : "")
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

            /** @param above the passes of the superclass's method */
            private int passes(int above) {
                if (declares) {
                    if (isAnnotated) {
                        return 1;
                    }
                    return !bodyAbove()
                            ? count(anyAnnotated(all(index)))
                            : above == 0 && isInherited() ? 1 : callsSuper ? above : 0;
                }
                return above > 0 || !bodyAbove() ? above : isFinalAbove() ? 0 : count(isInherited());
            }

            /** Whether annotations come to nothing here. */
            private boolean loses(int above) {
                if (declares) {
                    return !isAnnotated && bodyAbove() && above > 0 && !callsSuper;
                }
                return above == 0 && bodyAbove() && isInherited() && isFinalAbove();
            }

            private boolean isFinalAbove() {
                for (int i = index - 1; i >= 0; i--) {
                    if (chain.get(i).declares) {
                        return chain.get(i).isFinal;
                    }
                }
                return false;
            }

            /** Whether an annotated interface comes in here that no superclass implements. */
            private boolean isInherited() {
                List<Interface> fresh = all(index);
                fresh.removeAll(all(index - 1));
                return anyAnnotated(fresh);
            }

            private List<Interface> all(int last) {
                List<Interface> all = new ArrayList<>();
                for (int i = 0; i <= last; i++) {
                    (i == index ? this : chain.get(i)).implemented.forEach(each -> each.collect(all));
                }
                return all;
            }

            private boolean anyAnnotated(List<Interface> some) {
                return some.stream().anyMatch(each -> each.isAnnotated);
            }

            private int count(boolean one) {
                return one ? 1 : 0;
            }
        }
    }
}
