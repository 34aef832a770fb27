package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.catalog.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Carries out what was asked for, and gathers what was found. */
public final class Session {

    private static final int HEAP_ENTRIES = 1_000_000;
    private static final List<Subject> WITH_HEAP = List.of(Subject.HAND, Subject.LARDER_MEMORY);

    private final Settings settings;
    private final PrintStream progress;
    private final List<HeapPerEntry> heap = new ArrayList<>();
    private final List<StartUp> startUps = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    public Session(Settings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    public Results run() throws IOException, InterruptedException {
        try (LocalRedis redis = LocalRedis.start()) {
            Environment environment = Environment.of(settings.jdks(), redis.version(), settings.command());
            for (Jdk jdk : settings.jdks()) {
                lookAtPrograms(jdk, new Starts(settings.effort().starts(), redis, progress));
                fillHeaps(jdk);
            }
            Rounds rounds = new Rounds(settings.plan(), settings.effort(), settings.mostTime(), redis, progress);
            List<Measured> calls = rounds.run();
            failures.addAll(rounds.failures());
            return new Results(
                    environment,
                    settings.effort(),
                    Files.size(Checkout.agentJar()),
                    calls,
                    heap,
                    startUps,
                    footprints,
                    failures);
        }
    }

    private void lookAtPrograms(Jdk jdk, Starts starts) throws InterruptedException {
        for (Program program : settings.among(List.of(Program.values()))) {
            attempt(program + " on " + jdk, () -> {
                startUps.add(starts.time(program, jdk));
                footprints.add(starts.measure(program, jdk, false));
                footprints.add(starts.measure(program, jdk, true));
            });
        }
    }

    private void fillHeaps(Jdk jdk) throws InterruptedException {
        for (Subject subject : settings.wants("Heap") ? WITH_HEAP : List.<Subject>of()) {
            attempt("Heap of " + subject + " on " + jdk, () -> {
                heap.add(Heaps.measure(subject, jdk, HEAP_ENTRIES));
                progress.println(heap.get(heap.size() - 1));
            });
        }
    }

    /** What fails is told and left out; hours of other measurements are not lost for it. */
    private void attempt(String what, Step step) throws InterruptedException {
        try {
            step.take();
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(what + ": " + e.getMessage());
            progress.println(what + " failed: " + e.getMessage());
        }
    }

    /** Something to measure. */
    private interface Step {

        void take() throws IOException, InterruptedException;
    }
}
