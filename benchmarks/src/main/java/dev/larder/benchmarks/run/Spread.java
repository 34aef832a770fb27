package dev.larder.benchmarks.run;

import java.util.Collection;
import java.util.Locale;

/** The middle of some values and how far they lie apart. */
public record Spread(double median, double lowest, double highest) {

    /**
     * Of values in any order.
     *
     * @param values at least one
     */
    public static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    public Spread times(double factor) {
        return new Spread(median * factor, lowest * factor, highest * factor);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f (%.1f–%.1f)", median, lowest, highest);
    }
}
