package dev.larder.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The package table of {@code docs/architecture.md}, spelled out: who may use whom, and who owns which library. */
@AnalyzeClasses(packages = "dev.larder.agent", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String A = "dev.larder.agent";
    private static final String CORE = A + ".core";

    @ArchTest
    static final ArchRule packages_formNoCycle =
            slices().matching("dev.larder.agent.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesInsideOfOthers_formNoCycle =
            slices().matching("dev.larder.agent.core.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule launcher_usesJdkAndBridgeOnly = classes()
            .that()
            .resideInAPackage(A)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", A, A + ".bridge");

    @ArchTest
    static final ArchRule bridge_usesJdkOnly = classes()
            .that()
            .resideInAPackage(A + ".bridge")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", A + ".bridge");

    @ArchTest
    static final ArchRule bridge_isKnownWhereCallSitesAreMade = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .resideOutsideOfPackages(CORE, CORE + ".weave")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(A, A + ".bridge");

    /** By package below the core, in the order of the table in the documentation: the others it may use. */
    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "architecture.md"))) {
            if (line.startsWith("| `core.")) {
                String[] cells = line.split("\\s*\\|\\s*", -1);
                List<String> others = new ArrayList<>(List.of(cells[3].split(", ")));
                others.remove("JDK");
                others.add("base");
                table.put(cells[1].replace("`core.", "").replace("`", ""), others);
            }
        }
        return table;
    }

    @TestFactory
    List<DynamicTest> packages_dependOnlyOnWhatTheTableAllows() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        table().forEach((name, others) -> tests.add(mayUse(name, others.toArray(String[]::new))));
        return tests;
    }

    @Test
    void table_namesEveryPackage() throws IOException {
        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(types().keySet());
    }

    /** The types of the sources, by package below the core. */
    private static Map<String, Set<String>> types() {
        Map<String, Set<String>> types = new TreeMap<>();
        for (JavaClass type : Production.CLASSES) {
            if (type.getPackageName().startsWith(CORE + ".")
                    && type.isTopLevelClass()
                    && !type.getSimpleName().equals("package-info")) {
                types.computeIfAbsent(type.getPackageName().substring(CORE.length() + 1), name -> new TreeSet<>())
                        .add(type.getSimpleName());
            }
        }
        return types;
    }

    @Test
    void packages_haveTwentyTypesAtMost() {
        Set<String> large = new TreeSet<>();
        types().forEach((name, all) -> {
            if (all.size() > 20) {
                large.add(name);
            }
        });
        assertThat(large).isEmpty();
    }

    @Test
    void simpleNames_areUniqueInTheCore() {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        types().values()
                .forEach(all -> all.stream().filter(name -> !seen.add(name)).forEach(twice::add));
        assertThat(twice).isEmpty();
    }

    /** So that the table tells what depends on what, and not what once did. A constant that javac copies is no use. */
    @Test
    void table_allowsOnlyWhatIsUsed() throws IOException {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : Production.CLASSES) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                used.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(use.getTargetClass().getPackageName());
            }
        }
        List<String> unused = new ArrayList<>();
        table().forEach((name, others) -> others.stream()
                .filter(other ->
                        !other.equals("base") && !used.get(CORE + "." + name).contains(CORE + "." + other))
                .forEach(other -> unused.add(name + " -> " + other)));
        assertThat(unused).isEmpty();
    }

    private static DynamicTest mayUse(String name, String... others) {
        List<String> allowed = new ArrayList<>(List.of(CORE + "." + name));
        for (String other : others) {
            allowed.add(CORE + "." + other);
        }
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(CORE + "." + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(CORE + "..").and(not(resideInAnyPackage(allowed.toArray(String[]::new)))));
        return DynamicTest.dynamicTest(name + " -> " + List.of(others), () -> rule.check(Production.CLASSES));
    }

    @ArchTest
    static final ArchRule byteBuddy_isOwnedByThoseWhoReadClassFiles = noClasses()
            .that()
            .resideOutsideOfPackages(
                    CORE + ".classfile", CORE + ".check", CORE + ".weave", CORE + ".reads", CORE + ".codec.copy.layout")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy..");

    @ArchTest
    static final ArchRule lettuce_isOwnedByRedisStore = owns("io.lettuce..", "store.redis..");

    @ArchTest
    static final ArchRule netty_isOwnedByRedisStore = owns("io.netty..", "store.redis..");

    @ArchTest
    static final ArchRule caffeine_isOwnedByMemoryStore = owns("com.github.benmanes..", "store.memory");

    @ArchTest
    static final ArchRule jackson_isOwnedByJsonCodec = owns("tools.jackson..", "codec.json..");

    @ArchTest
    static final ArchRule cryptography_isOwnedBySecret = owns("javax.crypto..", "secret");

    @ArchTest
    static final ArchRule jmx_isOwnedByJmx = owns("javax.management..", "jmx");

    @ArchTest
    static final ArchRule slf4j_isOwnedByItsBinding = owns("org.slf4j..", "slf4j");

    @ArchTest
    static final ArchRule methodHandles_areOwnedByLink = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .resideOutsideOfPackages(CORE + ".link..", CORE + ".codec.graph", CORE + ".codec.heap", CORE)
            .should()
            .dependOnClassesThat(linkApi());

    @ArchTest
    static final ArchRule monotonicClock_isReadByTickerOnly = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .doNotHaveSimpleName("Ticker")
            .should()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule threads_areMadeByAgentThreadsOnly = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .doNotHaveSimpleName("AgentThreads")
            .should()
            .callConstructorWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(type(Thread.class))));

    @ArchTest
    static final ArchRule environment_isReadByConfigOnly = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .resideOutsideOfPackage(CORE + ".config.source")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperties")
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class, String.class);

    @ArchTest
    static final ArchRule jvmWideState_isNeverChanged = noClasses()
            .that()
            .doNotHaveSimpleName("ProcessEnd") // which ends the process where Redis is required
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "sun..", "com.sun..");

    /** Java 26 warns about it if the field is final (JEP 500): Heap sets fields by their offsets. */
    @ArchTest
    static final ArchRule h130_fields_areSetByReflectionOnlyWhereTheHeapIsClosed = noClasses()
            .that()
            .doNotHaveSimpleName("StateField")
            .should()
            .callMethodWhere(describe("set a field", ArchitectureTest::setsField));

    private static boolean setsField(JavaMethodCall call) {
        String name = call.getName();
        return call.getTargetOwner().isEquivalentTo(Field.class)
                        && name.startsWith("set")
                        && !name.equals("setAccessible")
                || call.getTargetOwner().isEquivalentTo(MethodHandles.Lookup.class)
                        && (name.equals("unreflectSetter") || name.equals("findSetter"));
    }

    private static ArchRule owns(String library, String owner) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "." + owner)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> linkApi() {
        return resideInAPackage("java.lang.invoke..")
                // javac's own: lambdas, string concatenation and records are linked through these.
                .and(not(type(java.lang.invoke.LambdaMetafactory.class)))
                .and(not(type(java.lang.invoke.StringConcatFactory.class)))
                .and(not(type(java.lang.invoke.MethodHandles.class)))
                .and(not(type(java.lang.invoke.MethodHandles.Lookup.class)))
                .and(not(type(java.lang.invoke.TypeDescriptor.class)))
                // The home of memory fences, which have nothing to do with linking.
                .and(not(type(java.lang.invoke.VarHandle.class)));
    }
}
