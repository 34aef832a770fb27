package dev.larder.agent.oracle;

import dev.larder.agent.apps.Verb;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was done and found, over all schedules. */
final class Report {

    private final String title;
    private final Map<Verb, Integer> operations = new EnumMap<>(Verb.class);
    private final List<String> violations = new ArrayList<>();
    private int schedules;
    private int faults;
    private int reads;
    private int exempt;
    private int behind;

    Report(String title) {
        this.title = title;
    }

    void add(Schedule schedule, Verdict verdict, int faultsInflicted) {
        schedules++;
        faults += faultsInflicted;
        reads += verdict.reads();
        exempt += verdict.exempt();
        behind += verdict.behind();
        schedule.orders().forEach(order -> operations.merge(order.verb(), 1, Integer::sum));
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

    double exemptShare() {
        return reads == 0 ? 0 : (double) exempt / reads;
    }

    /** Each with its seed, its key and what happened to it. */
    List<String> violations() {
        return violations;
    }

    @Override
    public String toString() {
        return "Stale oracle, " + title + ": " + operations() + " operations in " + schedules + " schedules with "
                + faults + " faults; " + reads + " reads checked, " + exempt + " of them exempt (" + behind
                + " made use of that), " + violations.size() + " violations. " + operations;
    }
}
