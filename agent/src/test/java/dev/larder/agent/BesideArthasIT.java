package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.Fares;
import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.apps.TransformCounter;
import dev.larder.agent.fixtures.Arthas;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.ManifestJar;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arthas, attached to a running application that Larder is in already. It retransforms what it watches, and again at the end. */
final class BesideArthasIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FARES = Fares.class.getName();

    /** Each retransforms the class twice. */
    private static final int ROUNDS = 5;

    @TempDir
    static Path directory;

    static Stream<Arguments> cases() {
        return Jdks.all().stream().flatMap(jdk -> Stream.of(true, false).map(isWoven -> Arguments.of(jdk, isWoven)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void h29_h30_arthasBeforeOrAfterTheClassIsWoven_everyCallIsLookedUpOnce(Jdk jdk, boolean isWoven) throws Exception {
        try (ObedientJvm application = start(jdk)) {
            CacheBesideOthers cache = new CacheBesideOthers(application);
            if (isWoven) {
                application.awaitMode("MEMORY", SOON);
                cache.assertWorks();
            }
            Arthas arthas = Arthas.attach(application.pid(), Ports.next());
            application.awaitMode("MEMORY", SOON);
            cache.assertWorks();
            for (int round = 0; round < ROUNDS; round++) {
                String command = round % 2 == 0 ? "watch" : "trace";
                arthas.instrument(command + " " + FARES + " find -n 2");
                cache.assertWorks();
                arthas.awaitResults(2, command);
                arthas.execute("reset");
                cache.assertWorks();
            }
            cache.assertLooksAsWritten();
            arthas.stop();
            cache.assertWorks();
            cache.assertLooksAsWritten();
            assertThat(application.ask("retransformed").split(" "))
                    .filteredOn(FARES::equals)
                    .hasSize(2 * ROUNDS);
            cache.assertEndsWell();
        }
    }

    private static ObedientJvm start(Jdk jdk) throws IOException {
        Path home = Files.createTempDirectory(directory, "home");
        return ObedientJvm.start(
                ChildJvm.on(jdk)
                        .briefly()
                        .options("-XX:+EnableDynamicAgentLoading", "-Duser.home=" + home)
                        .agent(ManifestJar.write(home.resolve("counter.jar"), TransformCounter.class.getName()))
                        .agent(PackedAgent.jar()),
                "");
    }
}
