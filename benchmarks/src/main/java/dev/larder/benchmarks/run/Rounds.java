package dev.larder.benchmarks.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Makes all measurements once, and then all of them again, as often as there are to be forks: whatever happens to the
 * machine meanwhile happens to all subjects.
 */
public final class Rounds {

    private final Effort effort;
    private final PrintStream progress;
    private final Map<Measurement, List<Fork>> found = new LinkedHashMap<>();

    public Rounds(Effort effort, PrintStream progress) {
        this.effort = effort;
        this.progress = progress;
    }

    public List<Measured> measure(List<Measurement> plan) throws RunnerException {
        JmhFork fork = new JmhFork(effort, 0);
        for (int round = 1; round <= effort.forks(); round++) {
            for (Measurement measurement : plan) {
                Fork measured = fork.run(measurement);
                found.computeIfAbsent(measurement, key -> new ArrayList<>()).add(measured);
                progress.printf(
                        Locale.ROOT,
                        "round %d of %d: %s: %.1f ns, %.0f bytes%n",
                        round,
                        effort.forks(),
                        measurement,
                        measured.nanosPerCall(),
                        measured.bytesPerCall());
            }
        }
        return found.entrySet().stream()
                .map(entry -> new Measured(entry.getKey(), entry.getValue()))
                .toList();
    }
}
