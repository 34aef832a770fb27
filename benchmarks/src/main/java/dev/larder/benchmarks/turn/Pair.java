package dev.larder.benchmarks.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One work and the one it is compared with. They take turns of some milliseconds in one JVM, so that whatever slows the
 * machine down slows both.
 */
public final class Pair {

    private final Turn ours;
    private final Turn theirs;
    private final List<Turn.Cost> costs = new ArrayList<>();
    private final List<Turn.Cost> others = new ArrayList<>();

    public Pair(Work ours, Work theirs) {
        this.ours = new Turn(ours);
        this.theirs = new Turn(theirs);
    }

    /** One turn each. */
    public void take(boolean counts) {
        Turn.Cost cost = ours.take();
        Turn.Cost other = theirs.take();
        if (counts) {
            costs.add(cost);
            others.add(other);
        }
    }

    /** Processor time of ours over that of the other, in the median of all turns that counted. */
    public double timeRatio() {
        return median(costs, Turn.Cost::nanos) / median(others, Turn.Cost::nanos);
    }

    /** The same of bytes allocated. */
    public double bytesRatio() {
        return median(costs, Turn.Cost::bytes) / median(others, Turn.Cost::bytes);
    }

    private static double median(List<Turn.Cost> costs, ToDoubleFunction<Turn.Cost> figure) {
        double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
