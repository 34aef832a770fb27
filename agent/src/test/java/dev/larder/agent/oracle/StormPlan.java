package dev.larder.agent.oracle;

import dev.larder.agent.apps.storm.StormSettings;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.PackedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a storm is made of.
 *
 * @param reads after which it ends, if there have been enough faults by then
 * @param untilViolation whether it ends sooner with a stale read, as a broken build is to have one
 */
record StormPlan(
        String title,
        Path agent,
        Jdk jdk,
        List<String> options,
        StormSettings settings,
        Faults faults,
        long reads,
        boolean untilViolation) {

    /** What happens meanwhile. */
    enum Faults {
        NONE,
        /** Each process stands still now and then, and Redis is well. */
        PAUSES,
        /** And Redis, or the way to it, fails now and then. */
        PAUSES_AND_CUTS
    }

    private static final int FEW = 4;
    private static final int MORE = 64;

    private static final List<String> MEMORY = List.of("-XX:+UseSerialGC", "-Xmx256m");

    /** Three JVMs on few cores; a lease so short that some loads outlive it. */
    private static final List<String> REDIS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Dlarder.load.lease=250ms");

    /**
     * In one process without Redis, with more threads than there are processors: who is interrupted in the middle of
     * something is what is looked for.
     */
    static StormPlan memory(Jdk jdk, long reads) {
        return inMemory("memory only, few keys", jdk, reads, FEW, 1_000_000);
    }

    /** With more keys, and loads that take long enough for others to come between. */
    static StormPlan memoryWithMoreKeys(Jdk jdk, long reads) {
        return inMemory("memory only, more keys", jdk, reads, MORE, 1_000);
    }

    private static StormPlan inMemory(String title, Jdk jdk, long reads, int rows, int parkEvery) {
        StormSettings settings = new StormSettings(10, 2, rows, parkEvery, Duration.ofMillis(2), Effort.freshSeed());
        return new StormPlan(title, PackedAgent.jar(), jdk, MEMORY, settings, Faults.NONE, reads, false);
    }

    static StormPlan redis(String title, Jdk jdk, Faults faults, long reads) {
        StormSettings settings = new StormSettings(6, 0, MORE, 50, Duration.ofMillis(300), Effort.freshSeed());
        return new StormPlan(title, PackedAgent.jar(), jdk, REDIS, settings, faults, reads, false);
    }

    /** With a build that is to be found out. */
    StormPlan broken(Object build, Path agent) {
        return new StormPlan("build that " + build, agent, jdk, options, settings, faults, reads, true);
    }

    /** As it is to be called in a report. */
    String titleOnJdk() {
        return title + ", on JDK " + jdk.version();
    }

    /** With a JVM option more. */
    StormPlan with(String option) {
        List<String> all = new ArrayList<>(options);
        all.add(option);
        return new StormPlan(title, agent, jdk, all, settings, faults, reads, untilViolation);
    }
}
