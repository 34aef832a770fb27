package dev.larder.benchmarks.report;

import dev.larder.benchmarks.run.Spread;
import java.util.Locale;

/** Numbers as people read them: three digits that mean something, and how far the forks lay apart. */
final class Numbers {

    private Numbers() {}

    static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || size == 0 ? "%,.0f" : size >= 9.95 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, format, value);
        return text.matches("-?0\\.00") ? "0" : text;
    }

    static String text(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 52.1 (50.3–54.0)}. */
    static String text(Spread spread) {
        return text(spread.median()) + " (" + text(spread.lowest()) + "–" + text(spread.highest()) + ")";
    }
}
