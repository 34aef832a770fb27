package dev.larder.agent.oracle;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.storm.Count;
import dev.larder.agent.apps.storm.SharedTruth;
import dev.larder.agent.apps.storm.StormApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Processes that read and evict as fast as the cache answers and check each read themselves, see
 * {@link dev.larder.agent.apps.storm}. The test says when, breaks things meanwhile, and collects the figures.
 *
 * <p>Closing ends the processes, whatever state they are in.
 */
final class Storm implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    /** In which not a single read ends, while whatever is broken is mended within seconds. */
    private static final Duration STALL = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final StormPlan plan;
    private final Deployment deployment;
    private final Path file;
    private final SharedTruth truth;
    private final List<ChildJvm.Running> workers = new ArrayList<>();
    private final Weather weather;

    private Storm(StormPlan plan, Deployment deployment, Path directory) {
        this.plan = plan;
        this.deployment = deployment;
        this.file = directory.resolve("truth");
        this.truth =
                SharedTruth.create(file, deployment.workers(), plan.settings().rows());
        this.weather =
                new Weather(this, deployment, plan.faults(), plan.settings().seed());
    }

    /** Takes the deployment over. */
    static StormFigures run(StormPlan plan, Deployment deployment, Path directory) throws Exception {
        try (deployment;
                Storm storm = new Storm(plan, deployment, directory)) {
            return storm.run();
        }
    }

    private StormFigures run() throws Exception {
        for (int worker = 0; worker < deployment.workers(); worker++) {
            workers.add(start(worker));
        }
        await("all workers in mode " + deployment.mode())
                .atMost(START_PATIENCE)
                .pollInterval(LOOK)
                .until(this::areReady);
        long startNanos = System.nanoTime();
        truth.go();
        weather.begin();
        awaitReads();
        weather.end();
        truth.stop();
        List<String> said = new ArrayList<>();
        for (ChildJvm.Running worker : workers) {
            said.add(said(worker.await()));
        }
        return new StormFigures(
                plan.titleOnJdk(),
                truth,
                weather,
                Duration.ofNanos(System.nanoTime() - startNanos),
                String.join("", said));
    }

    private ChildJvm.Running start(int worker) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(file.toString(), String.valueOf(worker)));
        arguments.addAll(plan.settings().words());
        return ChildJvm.on(plan.jdk())
                .options(plan.options().toArray(new String[0]))
                .agent(plan.agent())
                .environment("REDIS_URL", deployment.url(worker))
                .main(StormApp.class, arguments.toArray(new String[0]))
                .start();
    }

    private boolean areReady() throws IOException {
        boolean all = true;
        for (int worker = 0; worker < workers.size(); worker++) {
            assertThatItRuns(workers.get(worker));
            all &= truth.isReady(worker);
        }
        return all;
    }

    private void awaitReads() throws Exception {
        AtomicLong reads = new AtomicLong();
        while ((reads.get() < plan.reads() || !weather.hasDoneEnough()) && !hasSeenEnough()) {
            await("the next read, after " + reads)
                    .atMost(STALL)
                    .pollInterval(LOOK)
                    .until(() -> {
                        for (ChildJvm.Running worker : workers) {
                            assertThatItRuns(worker);
                        }
                        return truth.count(Count.READS) > reads.getAndSet(truth.count(Count.READS));
                    });
        }
    }

    private boolean hasSeenEnough() {
        return plan.untilViolation() && truth.count(Count.VIOLATIONS) > 0;
    }

    private static void assertThatItRuns(ChildJvm.Running worker) throws IOException {
        if (!worker.process().isAlive()) {
            throw new AssertionError(
                    "A worker has ended. stdout:\n" + worker.stdout() + "\nstderr:\n" + worker.stderr());
        }
    }

    /** A fault of the agent's own is at no time what keeps old values away. */
    private static String said(ChildJvm.Finished worker) {
        if (worker.exitCode() != 0 || worker.stderr().contains("[larder] ERROR")) {
            throw new AssertionError("A worker failed. stdout:\n" + worker.stdout() + "\nstderr:\n" + worker.stderr());
        }
        return worker.stdout();
    }

    SharedTruth truth() {
        return truth;
    }

    void pause(int worker) {
        Signal.STOP.send(workers.get(worker).process());
    }

    void resume(int worker) {
        Signal.CONTINUE.send(workers.get(worker).process());
    }

    @Override
    public void close() throws IOException {
        weather.close();
        for (ChildJvm.Running worker : workers) {
            worker.close();
        }
    }
}
