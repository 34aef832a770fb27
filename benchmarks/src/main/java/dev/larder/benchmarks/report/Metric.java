package dev.larder.benchmarks.report;

import dev.larder.benchmarks.run.Measured;
import dev.larder.benchmarks.run.Spread;

/** What a table is about. */
enum Metric {
    NANOS("ns per call"),
    MICROS("µs per call"),
    CALLS_PER_MILLI("calls per ms, of all threads together"),
    P99_MICROS("µs, 99th percentile");

    private static final double PER_THOUSAND = 1e-3;

    private final String unit;

    Metric(String unit) {
        this.unit = unit;
    }

    Spread of(Measured measured) {
        return switch (this) {
            case NANOS -> measured.nanosPerCall();
            case MICROS -> measured.nanosPerCall().times(PER_THOUSAND);
            case CALLS_PER_MILLI -> measured.callsPerSecond().times(PER_THOUSAND);
            case P99_MICROS -> measured.p99Nanos().times(PER_THOUSAND);
        };
    }

    String unit() {
        return unit;
    }
}
