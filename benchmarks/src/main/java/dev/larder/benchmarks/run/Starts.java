package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.apps.Told;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts programs without and with the agent.
 *
 * <p><b>Why in pairs.</b> The agent adds milliseconds to what varies by tens of them. A start without and one with the
 * agent, one right after the other and each first in turn, differ by little else.
 */
final class Starts {

    private static final String SHARED = "shared objects file";

    private final int pairs;
    private final LocalRedis redis;
    private final PrintStream progress;

    Starts(int pairs, LocalRedis redis, PrintStream progress) {
        this.pairs = pairs;
        this.redis = redis;
        this.progress = progress;
    }

    StartUp time(Program program, Jdk jdk) throws IOException, InterruptedException {
        List<StartUp.Times> without = new ArrayList<>();
        List<StartUp.Times> with = new ArrayList<>();
        start(program.on(jdk, false, redis)); // both come off the disk once before they count
        start(program.on(jdk, true, redis));
        for (int pair = 0; pair < pairs; pair++) {
            boolean agentFirst = pair % 2 == 1;
            StartUp.Times first = start(program.on(jdk, agentFirst, redis));
            StartUp.Times second = start(program.on(jdk, !agentFirst, redis));
            with.add(agentFirst ? first : second);
            without.add(agentFirst ? second : first);
        }
        StartUp startUp = new StartUp(program, jdk.version(), without, with);
        progress.printf(
                "%s on %s: ready after %s ms, with the agent %s more%n",
                program, jdk, startUp.readyWithout(), startUp.readyAdded());
        return startUp;
    }

    Footprint measure(Program program, Jdk jdk, boolean agent) throws IOException, InterruptedException {
        ChildJvm.Finished finished =
                successful(program.on(jdk, agent, redis, "footprint").logClassLoading());
        List<String> loaded = finished.stdout()
                .lines()
                .filter(line -> line.contains("[class,load]") && line.contains(" source: "))
                .toList();
        return new Footprint(
                program,
                jdk.version(),
                agent,
                loaded.size(),
                loaded.stream().filter(line -> line.contains(SHARED)).count(),
                Told.THREADS.in(finished.stdout()),
                Told.HEAP.in(finished.stdout()));
    }

    private static StartUp.Times start(ChildJvm jvm) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        String output = successful(jvm).stdout();
        return new StartUp.Times(millis(startNanos, Told.MAIN.in(output)), millis(startNanos, Told.READY.in(output)));
    }

    private static double millis(long startNanos, long endNanos) {
        return (endNanos - startNanos) / 1e6;
    }

    private static ChildJvm.Finished successful(ChildJvm jvm) throws IOException, InterruptedException {
        ChildJvm.Finished finished = jvm.run();
        if (finished.exitCode() != 0) {
            throw new IllegalStateException(
                    "The program ended with " + finished.exitCode() + ":\n" + finished.stderr());
        }
        return finished;
    }
}
