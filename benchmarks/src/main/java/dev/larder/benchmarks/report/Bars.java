package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.run.Footprint;
import dev.larder.benchmarks.run.Measured;
import dev.larder.benchmarks.run.Program;
import dev.larder.benchmarks.run.Spread;
import dev.larder.benchmarks.run.StartUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that Larder wants to reach, on one JVM. */
final class Bars {

    private static final double MOST_MEGABYTES = 15;

    private final Figures figures;
    private final List<Bar> bars = new ArrayList<>();

    private Bars(Figures figures) {
        this.figures = figures;
    }

    static List<Bar> of(Figures figures, long agentJarBytes) {
        Bars bars = new Bars(figures);
        bars.hitsInMemory();
        bars.hitsInRedis();
        bars.misses();
        bars.off();
        bars.starts();
        bars.sizes();
        bars.add(Bar.atMost(MOST_MEGABYTES, "agent jar, MB", Optional.of(exactly(agentJarBytes / 1e6))));
        return bars.bars;
    }

    private void hitsInMemory() {
        Optional<Measured> larder = figures.hit(Subject.LARDER_MEMORY, 1);
        add(Bar.atMost(1.0, "memory hit, times hand-written Caffeine", times(larder, figures.hit(Subject.HAND, 1))));
        add(Bar.atMost(
                1.0,
                "the same at 2 threads",
                times(figures.hit(Subject.LARDER_MEMORY, 2), figures.hit(Subject.HAND, 2))));
        add(Bar.atMost(64, "memory hit, bytes allocated", larder.map(Measured::bytesPerCall)));
        add(Bar.atLeast(
                5,
                "memory hit, times faster than Spring Cache on Caffeine",
                times(figures.hit(Subject.SPRING_CAFFEINE, 1), larder)));
        add(Bar.atLeast(
                10,
                "memory hit, times faster than JetCache LOCAL",
                times(figures.hit(Subject.JETCACHE_LOCAL, 1), larder)));
    }

    private void hitsInRedis() {
        add(Bar.atMost(
                1.03,
                "Redis hit, times hand-written Lettuce and Jackson",
                times(figures.hit(Subject.LARDER_REDIS, 1), figures.hit(Subject.LETTUCE, 1))));
        for (int threads : List.of(16, 100)) {
            for (Subject rival : List.of(Subject.LETTUCE, Subject.SPRING_REDIS, Subject.JETCACHE_REMOTE)) {
                add(Bar.atLeast(
                        1.0,
                        "Redis hits per second at " + threads + " threads, times those of " + rival.label(),
                        times(figures.hit(rival, threads), figures.hit(Subject.LARDER_REDIS, threads))));
            }
        }
    }

    private void misses() {
        double body = figures.once("MissBenchmark.load", Subject.NOTHING)
                .map(measured -> measured.nanosPerCall().median())
                .orElse(0.0);
        add(Bar.atMost(
                2.0,
                "memory miss without its body, times hand-written get(key, loader)",
                Figures.compare(
                        figures.once("MissBenchmark.load", Subject.LARDER_MEMORY),
                        figures.once("MissBenchmark.load", Subject.HAND_LOADER),
                        (larder, hand) -> (larder - body) / (hand - body))));
    }

    private void off() {
        Optional<Measured> plain = figures.once("OffBenchmark.plain", Subject.NOTHING);
        for (Off off : Off.values()) {
            Optional<Measured> measured = figures.once(off.operation(), Subject.LARDER_MEMORY);
            add(Bar.atMost(
                    5,
                    off.label() + ", ns added",
                    Figures.compare(measured, plain, (with, without) -> with - without)));
            add(Bar.atMost(0.5, off.label() + ", bytes allocated (0, rounded)", measured.map(Measured::bytesPerCall)));
        }
    }

    private void starts() {
        for (Program program : Program.values()) {
            Optional<StartUp> startUp = figures.startUp(program);
            Optional<Spread> added = startUp.map(StartUp::readyAdded);
            add(
                    switch (program) {
                        case IDLE -> Bar.atMost(50, program.label() + ", ms added", added);
                        case FIRST_CALL, FIRST_CALL_REDIS -> Bar.atMost(450, program.label() + ", ms added", added);
                        case BOOT ->
                            Bar.atMost(2, program.label() + ", % added until ready", startUp.map(Bars::percentAdded));
                    });
            add(Bar.atMost(4, program.label() + ", threads added", threadsAdded(program)));
        }
    }

    private void sizes() {
        Optional<Spread> larder = growth(Subject.LARDER_MEMORY);
        Optional<Spread> hand = growth(Subject.HAND);
        add(Bar.atMost(
                1.1,
                "memory hit among 1,000,000 entries over one among 1,000, times the same of hand-written",
                larder.flatMap(own -> hand.map(other -> own.times(1 / other.median())))));
        add(Bar.atMost(
                1.3,
                "heap per entry, times hand-written",
                figures.heapPerEntry(Subject.LARDER_MEMORY)
                        .flatMap(own -> figures.heapPerEntry(Subject.HAND).map(other -> exactly(own / other)))));
    }

    private Optional<Spread> growth(Subject subject) {
        return times(
                figures.calls(new Cell("HitBenchmark.byId", subject, 1, 1_000_000, false)),
                figures.calls(new Cell("HitBenchmark.byId", subject, 1, 1_000, false)));
    }

    private Optional<Spread> threadsAdded(Program program) {
        Optional<Footprint> without = figures.footprint(program, false);
        return figures.footprint(program, true)
                .flatMap(with -> without.map(base -> exactly((double) with.threads() - base.threads())));
    }

    private static Spread percentAdded(StartUp startUp) {
        return startUp.readyAdded().times(100 / startUp.readyWithout().median());
    }

    private static Optional<Spread> times(Optional<Measured> one, Optional<Measured> other) {
        return Figures.compare(one, other, (first, second) -> first / second);
    }

    private static Spread exactly(double value) {
        return new Spread(value, value, value);
    }

    private void add(Bar bar) {
        bars.add(bar);
    }
}
