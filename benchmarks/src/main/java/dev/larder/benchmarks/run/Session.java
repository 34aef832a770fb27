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

    public Session(Settings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    public Results run() throws IOException, InterruptedException {
        try (LocalRedis redis = LocalRedis.start()) {
            Environment environment = Environment.of(settings.jdks(), redis.version(), settings.command());
            for (Jdk jdk : settings.jdks()) {
                lookAtPrograms(jdk, redis);
                fillHeaps(jdk);
            }
            Rounds rounds = new Rounds(settings.plan(), settings.effort(), redis, progress);
            List<Measured> calls = rounds.run();
            return new Results(
                    environment,
                    settings.effort(),
                    Files.size(Checkout.agentJar()),
                    calls,
                    heap,
                    startUps,
                    footprints,
                    rounds.failures());
        }
    }

    private void lookAtPrograms(Jdk jdk, LocalRedis redis) throws IOException, InterruptedException {
        for (Program program : settings.among(List.of(Program.values()))) {
            Starts starts = new Starts(settings.effort().starts(), redis, progress);
            startUps.add(starts.time(program, jdk));
            footprints.add(starts.measure(program, jdk, false));
            footprints.add(starts.measure(program, jdk, true));
        }
    }

    private void fillHeaps(Jdk jdk) throws IOException, InterruptedException {
        for (Subject subject : settings.wants("Heap") ? WITH_HEAP : List.<Subject>of()) {
            heap.add(Heaps.measure(subject, jdk, HEAP_ENTRIES));
            progress.println(heap.get(heap.size() - 1));
        }
    }
}
