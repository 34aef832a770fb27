package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.run.Footprint;
import dev.larder.benchmarks.run.HeapPerEntry;
import dev.larder.benchmarks.run.Measured;
import dev.larder.benchmarks.run.Measurement;
import dev.larder.benchmarks.run.Plan;
import dev.larder.benchmarks.run.Program;
import dev.larder.benchmarks.run.Results;
import dev.larder.benchmarks.run.Spread;
import dev.larder.benchmarks.run.StartUp;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Finds figures of one JVM in the results; what was not measured is empty. */
final class Figures {

    private final Results results;
    private final int jdk;

    Figures(Results results, int jdk) {
        this.results = results;
        this.jdk = jdk;
    }

    int jdk() {
        return jdk;
    }

    Optional<Measured> calls(Cell cell) {
        Measurement wanted = cell.on(jdk);
        return results.calls().stream()
                .filter(measured -> measured.what().equals(wanted))
                .findFirst();
    }

    Optional<Measured> hit(Subject subject, int threads) {
        return calls(new Cell("HitBenchmark.byId", subject, threads, Plan.ENTRIES, false));
    }

    Optional<Measured> once(String operation, Subject subject) {
        return calls(new Cell(operation, subject, 1, 0, false));
    }

    Optional<Double> heapPerEntry(Subject subject) {
        return results.heap().stream()
                .filter(heap -> heap.jdk() == jdk && heap.subject() == subject)
                .map(HeapPerEntry::bytes)
                .findFirst();
    }

    List<StartUp> startUps() {
        return results.startUps().stream()
                .filter(startUp -> startUp.jdk() == jdk)
                .toList();
    }

    Optional<StartUp> startUp(Program program) {
        return startUps().stream()
                .filter(startUp -> startUp.program() == program)
                .findFirst();
    }

    Optional<Footprint> footprint(Program program, boolean agent) {
        return results.footprints().stream()
                .filter(found -> found.jdk() == jdk && found.agent() == agent)
                .filter(found -> found.program() == program)
                .findFirst();
    }

    /** The one set against the other, round by round, as they were measured. */
    static Optional<Spread> compare(Optional<Measured> one, Optional<Measured> other, DoubleBinaryOperator with) {
        return one.flatMap(first -> other.map(second -> compare(first, second, with)));
    }

    private static Spread compare(Measured one, Measured other, DoubleBinaryOperator with) {
        int rounds = Math.min(one.forks().size(), other.forks().size());
        return Spread.of(IntStream.range(0, rounds)
                .mapToObj(i -> with.applyAsDouble(
                        one.forks().get(i).nanosPerCall(), other.forks().get(i).nanosPerCall()))
                .toList());
    }
}
