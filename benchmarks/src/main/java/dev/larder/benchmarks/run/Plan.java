package dev.larder.benchmarks.run;

import dev.larder.benchmarks.catalog.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is measured. */
public final class Plan {

    static final int ENTRIES = 1_024;

    private static final List<Subject> IN_MEMORY = List.of(
            Subject.HAND,
            Subject.HAND_LONG,
            Subject.LARDER_MEMORY,
            Subject.SPRING_CAFFEINE,
            Subject.SPRING_CAFFEINE_SPEL);

    private final Set<Measurement> measurements = new LinkedHashSet<>();

    private Plan() {}

    /** Everything, on each of the JVMs. */
    public static Plan on(List<Integer> jdks) {
        Plan plan = new Plan();
        for (int jdk : jdks) {
            plan.hitsInMemory(jdk);
        }
        return plan;
    }

    public List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    private void hitsInMemory(int jdk) {
        IN_MEMORY.forEach(subject -> add("HitBenchmark.byId", subject, jdk, 1, ENTRIES));
    }

    private void add(String operation, Subject subject, int jdk, int threads, int entries) {
        measurements.add(new Measurement(operation, subject, jdk, threads, entries, false));
    }
}
