package dev.larder.benchmarks;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.benchmarks.run.Effort;
import dev.larder.benchmarks.run.Plan;
import dev.larder.benchmarks.run.Rounds;

/** The commands. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.on(Jdks.all().stream().map(Jdk::version).toList());
        new Rounds(Effort.QUICK, System.out).measure(plan.measurements());
    }
}
