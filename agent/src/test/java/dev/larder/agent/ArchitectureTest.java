package dev.larder.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
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

    @TestFactory
    List<DynamicTest> packages_dependOnlyOnWhatTheTableAllows() {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(mayUse("base"));
        tests.add(mayUse("config", "base"));
        tests.add(mayUse("key", "base"));
        tests.add(mayUse("stats", "base"));
        tests.add(mayUse("slf4j", "base"));
        tests.add(mayUse("store", "base"));
        tests.add(mayUse("store.memory", "store", "config", "base"));
        tests.add(mayUse("store.redis", "store", "config", "base"));
        tests.add(mayUse("codec", "base"));
        tests.add(mayUse("codec.graph", "codec", "base"));
        tests.add(mayUse("codec.json", "codec", "codec.graph", "config", "base"));
        tests.add(mayUse("failover", "store", "stats", "config", "base"));
        tests.add(mayUse("tx", "base"));
        tests.add(mayUse("engine", "tx", "key", "store", "codec", "stats", "config", "base"));
        tests.add(mayUse("effect", "engine", "tx", "key", "store", "codec", "stats", "config", "base"));
        tests.add(mayUse("direct", "engine", "effect", "tx", "key", "store", "codec", "stats", "base"));
        tests.add(mayUse("weave", "key", "config", "base"));
        tests.add(mayUse("link", "weave", "key", "engine", "effect", "codec", "stats", "config", "base"));
        tests.add(mayUse("jmx", "stats", "config", "base"));
        return tests;
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
    static final ArchRule byteBuddy_isOwnedByWeave = owns("net.bytebuddy..", "weave");

    @ArchTest
    static final ArchRule lettuce_isOwnedByRedisStore = owns("io.lettuce..", "store.redis");

    @ArchTest
    static final ArchRule netty_isOwnedByRedisStore = owns("io.netty..", "store.redis");

    @ArchTest
    static final ArchRule caffeine_isOwnedByMemoryStore = owns("com.github.benmanes..", "store.memory");

    @ArchTest
    static final ArchRule jackson_isOwnedByJsonCodec = owns("tools.jackson..", "codec.json");

    @ArchTest
    static final ArchRule jmx_isOwnedByJmx = owns("javax.management..", "jmx");

    @ArchTest
    static final ArchRule slf4j_isOwnedByItsBinding = owns("org.slf4j..", "slf4j");

    @ArchTest
    static final ArchRule methodHandles_areOwnedByLink = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .resideOutsideOfPackages(CORE + ".link", CORE)
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
            .resideOutsideOfPackage(CORE + ".config")
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
                .and(not(type(java.lang.invoke.TypeDescriptor.class)));
    }
}
