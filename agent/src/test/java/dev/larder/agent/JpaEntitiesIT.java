package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entities that Hibernate 6 and 7 have fetched are cached and can be merged back; what is lazy is refused untouched. */
final class JpaEntitiesIT {

    private static final List<Integer> GENERATIONS = List.of(6, 7);

    private static final String[] CHECKS = {
        "order is a hit",
        "order is a copy",
        "order is the same",
        "copies are independent",
        "maybe is a hit",
        "maybe is a copy",
        "maybe is the same",
        "orders is a hit",
        "orders is a copy",
        "orders is the same",
        "one customer is one object",
        "a proxy is the entity",
        "customer is a hit",
        "customer is a copy",
        "customer is the same",
        "a proxy alone is the entity",
        "tags is a hit",
        "tags is a copy",
        "tags is the same",
        "product is a hit",
        "product is a copy",
        "product is the same",
        "lazyLines is not touched",
        "lazyCustomer is not touched",
        "lazy collection is lazy",
        "merged copy does what the entity does",
        "merged copy is outdated then"
    };

    /** Status, city, amounts, tags, attributes, steps, codes, customer; version; statements; lines that are left. */
    private static final String MERGED =
            "merged PAIDUlm53111someone[99, 3, 4][late, paid]{size=M}[packed, sent, back][a, b, c] 1 ";

    @TempDir
    static Path directory;

    private static final Map<Integer, Path> CLASSES = new HashMap<>();

    @BeforeAll
    static void compile() throws Exception {
        for (int generation : GENERATIONS) {
            String classPath = Stream.concat(Stream.of(PackedAgent.annotations()), Stream.of(jarsOf(generation)))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            CLASSES.put(
                    generation,
                    Javac.compile(
                            Jdks.oldest(),
                            17,
                            directory.resolve("classes-" + generation),
                            JpaApplication.SOURCES,
                            "-g",
                            "-proc:none",
                            "-cp",
                            classPath));
        }
    }

    static Stream<Arguments> runtimes() {
        return Jdks.all().stream()
                .flatMap(jdk -> GENERATIONS.stream().map(generation -> Arguments.of(jdk, generation)));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void h100_entities_areCachedAsFarAsTheyAreFetched(Jdk jdk, int generation) throws Exception {
        Finished run = jvm(jdk, generation)
                .agent(PackedAgent.jar())
                .classPath(CLASSES.get(generation))
                .main(JpaApplication.MAIN)
                .run();

        assertChecked(run, CHECKS);
        assertRefused(run, "lazyLines", "at $.", "has not been fetched");
        assertRefused(run, "lazyCustomer", "[0].customer: ", "is a proxy of an entity that has not been fetched");
    }

    /** Attributes are lazy, too, and entities without proxies. */
    @ParameterizedTest
    @MethodSource("runtimes")
    void h100_enhancedEntities_areCachedAsFarAsTheyAreFetched(Jdk jdk, int generation) throws Exception {
        Finished run = jvm(jdk, generation)
                .agent(PackedAgent.jar())
                .classPath(enhanced(jdk, generation), CLASSES.get(generation))
                .main(JpaApplication.MAIN, "enhanced")
                .run();

        assertChecked(
                run,
                Stream.concat(Stream.of(CHECKS), Stream.of("product is not touched"))
                        .toArray(String[]::new));
        assertRefused(run, "product", "at $: shop.Product", "has attributes that have not been fetched: note");
        assertRefused(run, "lazyCustomer", "[0].customer: ", "has not been fetched");
    }

    /** The same entities, and then a process with the same rows that finds them; its classes are not enhanced. */
    @ParameterizedTest
    @MethodSource("runtimes")
    void h100_entitiesInRedis_areCachedForOtherProcesses(Jdk jdk, int generation) throws Exception {
        assertCachedInRedis(jdk, generation, List.of(), CLASSES.get(generation));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void h100_enhancedEntitiesInRedis_areCachedForOtherProcesses(Jdk jdk, int generation) throws Exception {
        Path enhanced = enhanced(jdk, generation);
        assertCachedInRedis(jdk, generation, List.of("product is not touched"), enhanced, CLASSES.get(generation));
    }

    /** @param ofEnhanced the checks of enhanced entities alone */
    private static void assertCachedInRedis(Jdk jdk, int generation, List<String> ofEnhanced, Path... classes)
            throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished first = inRedis(jdk, generation, redis, classes)
                    .main(JpaApplication.MAIN, "redis", ofEnhanced.isEmpty() ? "plain" : "enhanced")
                    .run();
            assertChecked(
                    first,
                    Stream.of(Stream.of(CHECKS), ofEnhanced.stream(), Stream.of("collections are those of the JDK"))
                            .flatMap(checks -> checks)
                            .toArray(String[]::new));
            assertRefused(first, "lazyLines", "at $.", "has not been fetched");
            assertRefused(first, "lazyCustomer", "[0].customer: ", "has not been fetched");

            Finished later = inRedis(jdk, generation, redis, CLASSES.get(generation))
                    .main(JpaApplication.MAIN, "redis", "later")
                    .run();
            assertThat(checksOf(later))
                    .as(later.stdout() + later.stderr())
                    .hasSize(4)
                    .allMatch(line -> line.endsWith(" true"));
            assertThat(later.exitCode()).isZero();
        }
    }

    private static ChildJvm inRedis(Jdk jdk, int generation, RedisServer redis, Path... classes) throws IOException {
        return jvm(jdk, generation)
                .agent(PackedAgent.jar(), "redis.timeout=10s") // a busy machine is no reason for a miss
                .environment("REDIS_URL", redis.url())
                .classPath(classes);
    }

    private static Stream<String> checksOf(Finished run) {
        return run.stdout().lines().filter(line -> line.startsWith("check "));
    }

    private static void assertChecked(Finished run, String... checks) {
        assertThat(checksOf(run))
                .as(run.stdout() + run.stderr())
                .containsExactlyInAnyOrder(Stream.of(checks)
                        .map(check -> "check " + check + " true")
                        .toArray(String[]::new));
        assertThat(run.stdout().lines())
                .filteredOn(line -> line.startsWith("merged "))
                .singleElement()
                .asString()
                .startsWith(MERGED)
                .endsWith(" lines 3");
        assertThat(run.exitCode()).isZero();
    }

    private static void assertRefused(Finished run, String method, String... words) {
        assertThat(run.agentLines())
                .filteredOn(line -> line.contains("LDR-0408") && line.contains("." + method + "("))
                .singleElement()
                .asString()
                .contains(words)
                .contains("Fetch it in the query (join fetch) or by an entity graph, or return a record");
    }

    private static Path enhanced(Jdk jdk, int generation) throws Exception {
        Path enhanced = directory.resolve("enhanced-" + generation + "-" + jdk.version());
        if (!Files.exists(enhanced)) {
            Finished enhancing = jvm(jdk, generation)
                    .classPath(CLASSES.get(generation))
                    .main(JpaApplication.ENHANCING_MAIN, CLASSES.get(generation).toString(), enhanced.toString())
                    .run();
            assertThat(enhancing.exitCode()).as(enhancing.stderr()).isZero();
        }
        return enhanced;
    }

    private static ChildJvm jvm(Jdk jdk, int generation) throws IOException {
        return ChildJvm.on(jdk).briefly().classPath(PackedAgent.annotations()).classPath(jarsOf(generation));
    }

    private static Path[] jarsOf(int generation) throws IOException {
        Path directory = PackedAgent.jar().resolveSibling("hibernate-" + generation);
        try (Stream<Path> jars = Files.list(directory)) {
            return jars.sorted().toArray(Path[]::new);
        }
    }
}
