package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.Jdks;
import dev.larder.benchmarks.catalog.CacheLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Makes one measurement in one new JVM.
 *
 * <p><b>Why one at a time.</b> JMH would run all forks of a measurement in a row, and a machine that is slower for a
 * minute would then tell of one subject only.
 */
final class JmhFork {

    private static final List<String> HEAP = List.of("-Xms2g", "-Xmx2g", "-XX:+UseG1GC");
    private static final int LEAST_MAX_ENTRIES = 10_000;
    private static final Path LOG = Checkout.root().resolve("benchmarks/target/last-fork.log");
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Effort effort;
    private final int redisPort;

    JmhFork(Effort effort, int redisPort) {
        this.effort = effort;
        this.redisPort = redisPort;
    }

    Fork run(Measurement measurement) throws RunnerException {
        RunResult result = only(new Runner(options(measurement).build()).run());
        Result<?> calls = result.getPrimaryResult(); // sampled: nanoseconds; else calls per nanosecond, of all threads
        return new Fork(
                measurement.sampled() ? calls.getScore() : measurement.threads() / calls.getScore(),
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED)
                        .getScore(),
                measurement.sampled() ? calls.getStatistics().getPercentile(99) : 0);
    }

    /** What the last JVM said it failed of. */
    static String lastWords() {
        try {
            return Files.readAllLines(LOG).stream()
                    .filter(line -> line.contains("Exception") || line.contains("Error"))
                    .findFirst()
                    .orElse("see " + LOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChainedOptionsBuilder options(Measurement measurement) {
        CacheLimits limits = new CacheLimits(
                Math.max(LEAST_MAX_ENTRIES, 2 * measurement.entries()),
                measurement.subject().usesRedis() ? redisPort : 0);
        return new OptionsBuilder()
                .include("\\." + measurement.operation().replace(".", "\\.") + "$")
                .param("subject", measurement.subject().name())
                .param("entries", Integer.toString(measurement.entries()))
                .mode(measurement.sampled() ? Mode.SampleTime : Mode.Throughput)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(measurement.threads())
                .forks(1)
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.EXTRA)
                .output(LOG.toString())
                .jvm(java(measurement.jdk()))
                .jvmArgs(HEAP.toArray(String[]::new))
                .jvmArgsAppend(measurement
                        .subject()
                        .jvmOptions(Checkout.agentJar(), limits)
                        .toArray(String[]::new));
    }

    private static String java(int version) {
        return Jdks.all().stream()
                .filter(jdk -> jdk.version() == version)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No JDK " + version + " here"))
                .tool("java")
                .toString();
    }

    private static RunResult only(Collection<RunResult> results) {
        if (results.size() != 1) {
            throw new IllegalStateException("One measurement gave " + results.size() + " results");
        }
        return results.iterator().next();
    }
}
