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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application whose one module exports and opens nothing: its records in keys, and its classes with final fields as
 * results. The JVM is told to deny what it would otherwise warn about.
 */
final class NamedModulesIT {

    private static final int RESULTS = 16;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of(
                        "module-info",
                        "module shop { requires dev.larder.annotations; }",
                        "shop.Main",
                        ModularApplication.MAIN,
                        "shop.Service",
                        ModularApplication.SERVICE,
                        "shop.model.Basket",
                        ModularApplication.BASKET,
                        "shop.model.Model",
                        ModularApplication.MODEL),
                "-parameters",
                "-p",
                PackedAgent.annotations().toString());
    }

    static List<Jdk> jdks() {
        return Jdks.withNewer();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f44_h130_inMemory_keysAndResultsAreThoseOfTheMethods(Jdk jdk) throws Exception {
        Finished plain = jvm(jdk).run();
        Finished cached = attached(jdk).run();

        assertThat(plain.stderr()).isEmpty();
        assertThat(cached.stderr()).isEmpty();
        assertThat(linesOf(plain)).hasSize(2 * RESULTS + 1).endsWith("runs " + 2 * RESULTS);
        assertThat(resultsOf(cached)).isEqualTo(resultsOf(plain));
        assertThat(linesOf(cached)).endsWith("runs " + RESULTS);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f44_h130_inRedis_anotherJvmReadsWhatTheFirstOneStored(Jdk jdk) throws Exception {
        Finished plain = jvm(jdk).run();
        try (RedisServer redis = RedisServer.start()) {
            Finished writer =
                    attached(jdk).environment("REDIS_URL", redis.url()).run();
            Finished reader =
                    attached(jdk).environment("REDIS_URL", redis.url()).run();

            assertThat(writer.stderr()).isEmpty();
            assertThat(reader.stderr()).isEmpty();
            assertThat(resultsOf(writer)).isEqualTo(resultsOf(plain));
            assertThat(resultsOf(reader)).isEqualTo(resultsOf(plain));
            assertThat(linesOf(writer)).endsWith("runs " + RESULTS);
            assertThat(linesOf(reader)).endsWith("runs 0");
        }
    }

    /** To the application, to the class path, to everybody: what is open and exported, of its own modules and the JDK's. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h23_modules_areOpenToNobodyElse(Jdk jdk) throws Exception {
        Finished plain = jvm(jdk).run();
        Finished cached = attached(jdk).run();

        assertThat(modulesOf(plain)).hasSizeGreaterThan(200).anyMatch(line -> line.contains("shop/shop.model "));
        assertThat(modulesOf(cached)).isEqualTo(modulesOf(plain));
    }

    private static List<String> linesOf(Finished run) {
        return run.stdout()
                .lines()
                .filter(line -> !line.startsWith(ModularApplication.MODULES))
                .toList();
    }

    private static List<String> resultsOf(Finished run) {
        return linesOf(run).stream().filter(line -> !line.startsWith("runs ")).toList();
    }

    private static List<String> modulesOf(Finished run) {
        return run.stdout()
                .lines()
                .filter(line -> line.startsWith(ModularApplication.MODULES))
                .toList();
    }

    /** Its INFO lines would be all that it writes. On a slow machine the first calls take longer than a budget. */
    private static ChildJvm attached(Jdk jdk) {
        return jvm(jdk).agent(PackedAgent.jar(), "log.level=WARN,redis.timeout=5s");
    }

    private static ChildJvm jvm(Jdk jdk) {
        List<String> options = new ArrayList<>();
        if (jdk.version() >= 24) { // JEP 498
            options.add("--sun-misc-unsafe-memory-access=deny");
            options.add("--illegal-native-access=deny");
        }
        if (jdk.version() >= 26) { // JEP 500
            options.add("--illegal-final-field-mutation=deny");
        }
        return ChildJvm.on(jdk)
                .briefly()
                .options(options.toArray(String[]::new))
                .options("--module-path", classes + File.pathSeparator + PackedAgent.annotations())
                // The same modules of the JDK in both runs: the agent's option adds java.instrument.
                .options("--add-modules", "java.instrument")
                .main("--module", "shop/shop.Main");
    }
}
