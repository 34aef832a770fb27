package dev.larder.benchmarks.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Makes all measurements once, and then all of them again, as often as there are to be forks: whatever happens to the
 * machine meanwhile happens to all subjects.
 *
 * <p><b>Failure.</b> A measurement that cannot be made is told and left out; the others go on.
 */
final class Rounds {

    private final List<Measurement> plan;
    private final int rounds;
    private final long endNanos;
    private final JmhFork jvm;
    private final LocalRedis redis;
    private final PrintStream progress;
    private final Map<Measurement, List<Fork>> found = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** @param mostTime after which no round but the first goes on */
    Rounds(List<Measurement> plan, Effort effort, Duration mostTime, LocalRedis redis, PrintStream progress) {
        this.plan = plan;
        this.rounds = effort.forks();
        this.endNanos = System.nanoTime() + mostTime.toNanos();
        this.jvm = new JmhFork(effort, redis.port());
        this.redis = redis;
        this.progress = progress;
    }

    List<Measured> run() {
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < plan.size() && (round == 1 || System.nanoTime() - endNanos < 0); i++) {
                progress.printf(Locale.ROOT, "%d/%d, %d/%d  ", round, rounds, i + 1, plan.size());
                progress.println(measure(plan.get(i)));
            }
        }
        return found.entrySet().stream()
                .map(entry -> new Measured(entry.getKey(), entry.getValue()))
                .toList();
    }

    List<String> failures() {
        return failures;
    }

    private String measure(Measurement measurement) {
        redis.empty();
        try {
            Fork fork = jvm.run(measurement);
            found.computeIfAbsent(measurement, key -> new ArrayList<>()).add(fork);
            return measurement + ": " + fork;
        } catch (RunnerException e) {
            failures.add(measurement + ": " + JmhFork.lastWords());
            return measurement + " failed: " + JmhFork.lastWords();
        }
    }
}
