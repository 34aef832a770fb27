package dev.larder.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Subject;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bars that hold on any machine. What the figures are is measured by the benchmarks of this module. */
final class RegressionGateIT {

    /** Nothing is allocated, but for a hit now and then that goes the whole way. */
    private static final double MOST_HIT_BYTES = 8;

    /** What must not become worse. It is 0.9 where nothing else runs; the rest is for noise. */
    private static final double MOST_TIMES_HAND_WRITTEN = 1.2;

    private static final int ATTEMPTS = 3;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h51_calls_ofThePackedAgent_costAtMostWhatTheyMay(Jdk jdk) throws Exception {
        Map<String, Double> cost = cost(jdk, "larder");
        for (int attempt = 1; attempt < ATTEMPTS && cost.get("ratio") > MOST_TIMES_HAND_WRITTEN; attempt++) {
            cost = cost(jdk, "larder");
        }

        assertThat(cost.get("hitBytes")).as("bytes for each hit").isLessThanOrEqualTo(MOST_HIT_BYTES);
        assertThat(cost.get("offBytes")).as("bytes for each call switched off").isLessThan(1);
        assertThat(cost.get("whenBytes"))
                .as("bytes for each call that 'when' refuses")
                .isLessThan(1);
        assertThat(cost.get("refusedBytes"))
                .as("bytes for each call of a refused method")
                .isLessThan(1);
        assertThat(cost.get("ratio")).as("times hand-written").isLessThanOrEqualTo(MOST_TIMES_HAND_WRITTEN);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void gate_slowerSubject_exceedsWhatItMay(Jdk jdk) throws Exception {
        Map<String, Double> cost = cost(jdk, "slowed");

        assertThat(cost.get("hitBytes")).isGreaterThan(MOST_HIT_BYTES);
        assertThat(cost.get("ratio")).isGreaterThan(MOST_TIMES_HAND_WRITTEN);
    }

    private static Map<String, Double> cost(Jdk jdk, String what) throws Exception {
        ChildJvm.Finished finished = ChildJvm.on(jdk)
                .options(Subject.LARDER_MEMORY
                        .jvmOptions(PackedAgent.jar(), new CacheLimits(10_000, 0))
                        .toArray(String[]::new))
                .options("-Xmx512m")
                .classPath(ownClassPath())
                .main(CallCost.class.getName(), what)
                .run();
        System.out.println(what + " on " + jdk + ": " + finished.stdout().replace("\n", " "));
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        return finished.stdout()
                .lines()
                .map(line -> line.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1])));
    }

    private static Path[] ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
    }
}
