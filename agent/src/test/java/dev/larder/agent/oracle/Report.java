package dev.larder.agent.oracle;

import dev.larder.agent.apps.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was done and found, over all schedules. */
final class Report {

    private final String title;
    private final Map<Verb, Integer> operations = new EnumMap<>(Verb.class);
    private final List<String> violations = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private Duration took = Duration.ZERO;
    private int schedules;
    private int faults;
    private int reads;
    private int exempt;
    private int behind;
    private long evictions;

    Report(String title) {
        this.title = title;
    }

    void add(Schedule schedule, Verdict verdict, int faultsInflicted) {
        schedules++;
        took = Duration.ofNanos(System.nanoTime() - startNanos);
        faults += faultsInflicted;
        reads += verdict.reads();
        exempt += verdict.exempt();
        behind += verdict.behind();
        schedule.orders().forEach(order -> operations.merge(order.verb(), 1, Integer::sum));
        evictions += schedule.orders().filter(order -> !order.isRead()).count();
        verdict.violations().forEach(violation -> violations.add("Seed " + schedule.seed() + ". " + violation));
    }

    int schedules() {
        return schedules;
    }

    int operations() {
        return operations.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<Verb, Integer> operationsByVerb() {
        return operations;
    }

    int reads() {
        return reads;
    }

    /** Those that no rule lets get something older. */
    int strictReads() {
        return reads - exempt;
    }

    /** Of a hundred reads, those that were allowed something older than the newest eviction before them. */
    double exemptPercent() {
        return 100.0 * exempt / Math.max(1, reads);
    }

    /** Each with its seed, its key and what happened to it. */
    List<String> violations() {
        return violations;
    }

    @Override
    public String toString() {
        return "Stale oracle, " + title + ": " + operations() + " operations in " + schedules + " schedules with "
                + faults + " faults; " + reads + " reads, " + strictReads() + " strict, " + exempt + " exempt ("
                + String.format(Locale.ROOT, "%.2f", exemptPercent()) + " %, " + behind
                + " made use of that), " + evictions + " evictions, "
                + took.toSeconds() + " s, " + violations.size() + " violations. "
                + operations;
    }
}
