package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.BusyStartApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of {@link ClassesAhead} is what a start takes of the libraries. A new version of a library may make it untrue. */
final class ClassesAheadIT {

    private static final String LIBRARIES = "dev.larder.agent.core.lib.";
    private static final Pattern HAS_STARTED = Pattern.compile("^\\d+$", Pattern.MULTILINE);

    /** Of the classes of a start: each JDK has some of its own. */
    private static final double MOST_MISSING = 0.05;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @Test
    void list_namesClassesOfTheJar() throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile())) {
            assertThat(ClassesAhead.names())
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.startsWith(LIBRARIES))
                    .allMatch(name -> jar.getEntry("core/" + name.replace('.', '/') + ".class") != null);
        }
    }

    /** What fails here is to be added to the list, where the log has it. */
    @ParameterizedTest
    @MethodSource("jdks")
    void list_hasNearlyAllClassesOfAStart(Jdk jdk) throws Exception {
        List<String> missing;
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running process = ChildJvm.on(jdk)
                        .agent(PackedAgent.jar())
                        .environment("REDIS_URL", redis.url())
                        .logClassLoading()
                        .main(BusyStartApp.class, "2", BusyStartApp.WITH_THE_AGENT)
                        .start()) {
            await("mode REDIS")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> HAS_STARTED.matcher(process.stdout()).find());
            process.process().getOutputStream().close();
            List<String> loaded = process.await().loadedClasses();
            missing = loaded.subList(loaded.indexOf(Caching.class.getName()), loaded.size()).stream()
                    .filter(name -> name.startsWith(LIBRARIES) && !name.contains("$$Lambda"))
                    .toList();
        }
        List<String> listed = ClassesAhead.names();
        missing = missing.stream().filter(name -> !listed.contains(name)).toList();

        assertThat(missing).hasSizeLessThan((int) (MOST_MISSING * listed.size()));
    }
}
