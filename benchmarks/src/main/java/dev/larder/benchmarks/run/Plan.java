package dev.larder.benchmarks.run;

import dev.larder.benchmarks.catalog.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is measured. */
public final class Plan {

    /** Where nothing else is said. */
    public static final int ENTRIES = 1_024;

    public static final List<Integer> THREADS = List.of(1, 2, 16, 100);
    public static final List<Integer> SIZES = List.of(1, 1_000, 100_000, 1_000_000);

    private static final List<Subject> RIVALS_IN_MEMORY =
            List.of(Subject.HAND, Subject.LARDER_MEMORY, Subject.SPRING_CAFFEINE, Subject.JETCACHE_LOCAL);
    private static final List<Subject> RIVALS_ON_REDIS =
            List.of(Subject.LETTUCE, Subject.LARDER_REDIS, Subject.SPRING_REDIS, Subject.JETCACHE_REMOTE);

    private final Set<Measurement> measurements = new LinkedHashSet<>();

    private Plan() {}

    /** Everything, on each of the JVMs. */
    public static Plan on(List<Integer> jdks) {
        Plan plan = new Plan();
        jdks.forEach(plan::hitsInMemory);
        jdks.forEach(plan::missesAndEvictionsInMemory);
        jdks.forEach(plan::off);
        jdks.forEach(plan::redis);
        return plan;
    }

    public List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    private void hitsInMemory(int jdk) {
        for (Subject subject : RIVALS_IN_MEMORY) {
            THREADS.forEach(threads -> add("HitBenchmark.byId", subject, jdk, threads, ENTRIES));
            for (String operation : List.of("byName", "byTenant", "byRequest", "items", "page")) {
                add("HitBenchmark." + operation, subject, jdk, 1, ENTRIES);
            }
            SIZES.forEach(entries -> add("HitBenchmark.byId", subject, jdk, 1, entries));
        }
        for (Subject subject : List.of(Subject.HAND_LONG, Subject.HAND_LOADER, Subject.SPRING_CAFFEINE_SPEL)) {
            add("HitBenchmark.byId", subject, jdk, 1, ENTRIES);
        }
        add("HitBenchmark.items", Subject.HAND_COPIES, jdk, 1, ENTRIES);
    }

    private void missesAndEvictionsInMemory(int jdk) {
        List<Subject> subjects = new ArrayList<>(RIVALS_IN_MEMORY);
        subjects.add(Subject.HAND_LOADER);
        subjects.forEach(subject -> add("EvictionBenchmark.loadAndEvict", subject, jdk, 1, 0));
        subjects.add(Subject.NOTHING);
        subjects.forEach(subject -> add("MissBenchmark.load", subject, jdk, 1, 0));
    }

    private void off(int jdk) {
        add("OffBenchmark.plain", Subject.NOTHING, jdk, 1, 0);
        for (String operation :
                List.of("plain", "switchedOffInConfiguration", "switchedOffOverJmx", "whenIsFalse", "refused")) {
            add("OffBenchmark." + operation, Subject.LARDER_MEMORY, jdk, 1, 0);
        }
    }

    private void redis(int jdk) {
        for (Subject subject : RIVALS_ON_REDIS) {
            THREADS.forEach(threads -> add("HitBenchmark.byId", subject, jdk, threads, ENTRIES));
            measurements.add(new Measurement("HitBenchmark.byId", subject, jdk, 100, ENTRIES, true));
            add("HitBenchmark.items", subject, jdk, 1, ENTRIES);
            add("HitBenchmark.page", subject, jdk, 1, ENTRIES);
            add("MissBenchmark.load", subject, jdk, 1, 0);
            add("EvictionBenchmark.loadAndEvict", subject, jdk, 1, 0);
        }
        add("HitBenchmark.byId", Subject.SPRING_REDIS_SPEL, jdk, 1, ENTRIES);
        add("HitBenchmark.byId", Subject.JETCACHE_BOTH, jdk, 1, ENTRIES);
    }

    private void add(String operation, Subject subject, int jdk, int threads, int entries) {
        measurements.add(new Measurement(operation, subject, jdk, threads, entries, false));
    }
}
