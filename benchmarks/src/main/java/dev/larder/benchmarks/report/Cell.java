package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.run.Measurement;

/** A measurement on whichever JVM. */
record Cell(String operation, Subject subject, int threads, int entries, boolean sampled) {

    Measurement on(int jdk) {
        return new Measurement(operation, subject, jdk, threads, entries, sampled);
    }
}
