package dev.larder.benchmarks.jmh;

import static org.awaitility.Awaitility.await;

import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.catalog.Switched;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What a method costs that could be cached and is not. */
@State(Scope.Benchmark)
public class OffBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Param
    public Subject subject;

    private final Switched switched = new Switched();
    private long next;

    /** With the agent: everything started, and this method off. */
    @Setup
    public void switchOff(BenchmarkParams chosen) throws JMException {
        if (subject.isLarder()) {
            subject.open(CacheLimits.ofThisJvm());
            if (chosen.getBenchmark().endsWith("switchedOffOverJmx")) {
                switched.switchedOffOverJmx(0);
                disable("switchedOffOverJmx");
            }
        }
        checkThatTheBodyRuns(method(chosen.getBenchmark()));
    }

    @Benchmark
    public long plain() {
        return switched.plain(next++);
    }

    @Benchmark
    public long switchedOffInConfiguration() {
        return switched.switchedOffInConfiguration(next++);
    }

    @Benchmark
    public long switchedOffOverJmx() {
        return switched.switchedOffOverJmx(next++);
    }

    @Benchmark
    public long whenIsFalse() {
        return switched.whenIsFalse(next++);
    }

    @Benchmark
    public long refused() {
        return switched.refused(next++);
    }

    private LongUnaryOperator method(String benchmark) {
        return switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
            case "plain" -> switched::plain;
            case "switchedOffInConfiguration" -> switched::switchedOffInConfiguration;
            case "switchedOffOverJmx" -> switched::switchedOffOverJmx;
            case "whenIsFalse" -> switched::whenIsFalse;
            case "refused" -> switched::refused;
            default -> throw new IllegalArgumentException(benchmark);
        };
    }

    private static void checkThatTheBodyRuns(LongUnaryOperator method) {
        long first = method.applyAsLong(1);
        if (method.applyAsLong(1) == first) {
            throw new IllegalStateException("The method is cached");
        }
    }

    /** The agent's MBeans come a moment after somebody has asked for the server. */
    private static void disable(String method) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName pattern = new ObjectName("dev.larder:type=CachedMethod,name=\"*" + method + "*\"");
        Set<ObjectName> found =
                await().atMost(PATIENCE).until(() -> server.queryNames(pattern, null), names -> !names.isEmpty());
        server.setAttribute(found.iterator().next(), new Attribute("Enabled", false));
    }
}
