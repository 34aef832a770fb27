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
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scala and Groovy, compiled by their own compilers: of each method, whichever way a call takes to it, one lookup and the
 * value that it has without the agent.
 */
final class OtherLanguagesIT {

    private enum Language {
        SCALA_2("scala-2", "Shop.scala", OtherLanguages.SCALA, OtherLanguages.SCALA_CALLS),
        SCALA_3("scala-3", "Shop.scala", OtherLanguages.SCALA, OtherLanguages.SCALA_CALLS),
        GROOVY("groovy", "Shop.groovy", OtherLanguages.GROOVY, OtherLanguages.GROOVY_CALLS);

        private final String directory;
        private final String file;
        private final String source;
        private final String calls;

        Language(String directory, String file, String source, String calls) {
            this.directory = directory;
            this.file = file;
            this.source = source;
            this.calls = calls;
        }

        private String classPath(Path... more) throws IOException {
            try (Stream<Path> jars = Files.list(PackedAgent.jar().resolveSibling(directory))) {
                return Stream.concat(jars.sorted(), Stream.of(more))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
            }
        }

        private List<String> compiler() throws IOException {
            return switch (this) {
                case SCALA_2 -> List.of("scala.tools.nsc.Main", "-usejavacp");
                case SCALA_3 -> List.of("dotty.tools.dotc.Main", "-usejavacp");
                case GROOVY -> List.of("org.codehaus.groovy.tools.FileSystemCompiler");
            };
        }
    }

    /** A compiler takes seconds of a processor, and a busy machine has few. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    static Path directory;

    private static final Map<Language, String> CLASS_PATHS = new EnumMap<>(Language.class);

    @BeforeAll
    static void compile() throws Exception {
        for (Language language : Language.values()) {
            Path home = Files.createDirectories(directory.resolve(language.directory));
            Path source = Files.writeString(home.resolve(language.file), language.source);
            Path classes = Files.createDirectories(home.resolve("classes"));
            String classPath = language.classPath(PackedAgent.annotations());
            List<String> arguments = new ArrayList<>(language.compiler());
            arguments.addAll(List.of("-classpath", classPath, "-d", classes.toString(), source.toString()));
            Finished compiled = ChildJvm.on(Jdks.oldest())
                    .briefly()
                    .options("-XX:+UseSerialGC", "-cp", language.classPath())
                    .patience(PATIENCE)
                    .main(arguments.remove(0), arguments.toArray(String[]::new))
                    .run();
            assertThat(compiled.exitCode())
                    .as(compiled.stdout() + compiled.stderr())
                    .isZero();
            Javac.compile(
                    Jdks.oldest(),
                    17,
                    classes,
                    Map.of("Host", OtherLanguages.host(language.calls)),
                    "-cp",
                    classPath + File.pathSeparator + classes);
            CLASS_PATHS.put(language, classPath + File.pathSeparator + classes);
        }
    }

    static Stream<Arguments> languages() {
        return Stream.of(Language.values())
                .flatMap(language -> Jdks.all().stream().map(jdk -> Arguments.of(language, jdk)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void h49_callsInMemory_areLookedUpOnceEach(Language language, Jdk jdk) throws Exception {
        Finished plain = jvm(language, jdk).run();
        Finished cached = attached(language, jdk).run();

        assertThat(plain.exitCode()).as(plain.stderr()).isZero();
        // An object of a Groovy class refers to its meta class, which cannot be copied: it is refused with the remedy.
        int refused = language == Language.GROOVY ? 1 : 0;
        assertThat(cached.complaints())
                .hasSize(refused)
                .allMatch(line -> line.contains("LDR-0408") && line.contains("Return a record"));
        assertThat(valuesOf(cached)).isEqualTo(valuesOf(plain));
        assertThat(number(cached, "runs")).isEqualTo(methodsOf(plain) + refused);
        assertThat(cached.stdout().lines())
                .filteredOn(line -> line.startsWith("lookups "))
                .singleElement()
                .asString()
                .matches("lookups (\\d+) of \\1");
    }

    /** What the second JVM has not loaded yet it loads by the first call. */
    @Test
    void h49_scalaInRedis_caseClassesAndCollectionsComeBack() throws Exception {
        Finished plain = jvm(Language.SCALA_2, Jdks.newest()).run();
        try (RedisServer redis = RedisServer.start()) {
            ChildJvm jvm = attached(Language.SCALA_2, Jdks.newest()).environment("REDIS_URL", redis.url());
            Finished writer = jvm.run();
            Finished reader = jvm.run();

            assertThat(valuesOf(writer)).isEqualTo(valuesOf(plain));
            assertThat(valuesOf(reader)).isEqualTo(valuesOf(plain));
            // A large map is a tree of objects that its type does not tell: it is refused with the remedy.
            assertThat(writer.complaints())
                    .singleElement()
                    .asString()
                    .contains("LDR-0408", "Shop.large(long)", "Name it in the annotation");
            assertThat(number(writer, "runs")).isEqualTo(methodsOf(plain) + 1);
            assertThat(number(reader, "runs")).isLessThan(number(writer, "runs") / 2);
        }
    }

    private static List<String> valuesOf(Finished run) {
        return run.stdout()
                .lines()
                .filter(line -> !line.startsWith("runs ") && !line.startsWith("lookups "))
                .toList();
    }

    /** Each is called twice, and needs one run. */
    private static int methodsOf(Finished run) {
        return (int) run.stdout().lines().filter(line -> line.contains(": ")).count();
    }

    private static int number(Finished run, String name) {
        return run.stdout()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> Integer.parseInt(line.substring(name.length() + 1)))
                .sum();
    }

    private static ChildJvm attached(Language language, Jdk jdk) {
        return jvm(language, jdk).agent(PackedAgent.jar(), "redis.timeout=5s");
    }

    private static ChildJvm jvm(Language language, Jdk jdk) {
        return ChildJvm.on(jdk)
                .briefly()
                .patience(PATIENCE)
                .options("-cp", CLASS_PATHS.get(language))
                .main("Host");
    }
}
