package dev.larder.benchmarks.run;

import java.util.Locale;

/**
 * What one JVM measured.
 *
 * @param nanosPerCall mean time of a call, as one of its threads sees it
 * @param bytesPerCall allocated by the whole JVM, for each call; in sampled measurements with what sampling allocates
 * @param p99Nanos of sampled measurements; 0 of others
 */
public record Fork(double nanosPerCall, double bytesPerCall, double p99Nanos) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,.1f ns, %,.1f bytes", nanosPerCall, bytesPerCall)
                + (p99Nanos > 0 ? String.format(Locale.ROOT, ", p99 %,.0f ns", p99Nanos) : "");
    }
}
