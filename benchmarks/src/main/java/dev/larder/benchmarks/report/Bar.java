package dev.larder.benchmarks.report;

import dev.larder.benchmarks.run.Spread;
import java.util.Optional;

/**
 * A figure that Larder wants to reach.
 *
 * @param found median and spread; empty if it was not measured
 * @param limit that the median is held against
 * @param atMost whether it must not exceed the limit; else it must reach it
 */
record Bar(String promise, Optional<Spread> found, double limit, boolean atMost) {

    static Bar atMost(double limit, String promise, Optional<Spread> found) {
        return new Bar(promise, found, limit, true);
    }

    static Bar atLeast(double limit, String promise, Optional<Spread> found) {
        return new Bar(promise, found, limit, false);
    }

    /** {@code ≤ 1.03}. */
    String limitText() {
        return (atMost ? "≤ " : "≥ ") + Numbers.text(limit);
    }

    String verdict() {
        return found.map(spread -> Numbers.text(spread) + (isMet(spread) ? " met" : " **missed**"))
                .orElse("not measured");
    }

    private boolean isMet(Spread spread) {
        return atMost ? spread.median() <= limit : spread.median() >= limit;
    }
}
