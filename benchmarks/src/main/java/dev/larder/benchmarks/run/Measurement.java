package dev.larder.benchmarks.run;

import dev.larder.benchmarks.catalog.Subject;

/**
 * One thing to measure: an operation of one subject under given circumstances. Equal ones are the same measurement, so
 * several tables may name it.
 *
 * @param operation simple name of the benchmark's class and its method, {@code HitBenchmark.byId}
 * @param jdk feature version of the JVM
 * @param entries in the cache
 * @param sampled whether calls are timed one by one, for their percentiles; else many together, for their mean
 */
public record Measurement(String operation, Subject subject, int jdk, int threads, int entries, boolean sampled) {

    @Override
    public String toString() {
        return operation + " " + subject + " JDK " + jdk + ", " + threads + (threads == 1 ? " thread, " : " threads, ")
                + entries + " entries" + (sampled ? ", sampled" : "");
    }
}
