package dev.larder.benchmarks.run;

import java.util.List;

/** A measurement and what each of its JVMs found. */
public record Measured(Measurement what, List<Fork> forks) {

    public Measured {
        forks = List.copyOf(forks);
    }

    public Spread nanosPerCall() {
        return Spread.of(forks.stream().map(Fork::nanosPerCall).toList());
    }

    public Spread bytesPerCall() {
        return Spread.of(forks.stream().map(Fork::bytesPerCall).toList());
    }

    public Spread p99Nanos() {
        return Spread.of(forks.stream().map(Fork::p99Nanos).toList());
    }

    /** Calls of all threads together. */
    public Spread callsPerSecond() {
        return Spread.of(forks.stream()
                .map(fork -> what.threads() * 1e9 / fork.nanosPerCall())
                .toList());
    }
}
