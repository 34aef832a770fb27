package dev.larder.benchmarks.run;

/**
 * What one JVM measured.
 *
 * @param nanosPerCall mean time of a call, as one of its threads sees it
 * @param bytesPerCall allocated by the whole JVM, for each call; in sampled measurements with what sampling allocates
 * @param p99Nanos of sampled measurements; 0 of others
 */
public record Fork(double nanosPerCall, double bytesPerCall, double p99Nanos) {}
