package dev.larder.benchmarks.run;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How long a program took to start, again and again, in turns without and with the agent.
 *
 * @param program what was started
 * @param without one for each start, in order
 * @param with as many
 */
public record StartUp(Program program, int jdk, List<Times> without, List<Times> with) {

    /**
     * One start, in milliseconds since the process was asked for.
     *
     * @param main when {@code main} began
     * @param ready when it could do its work
     */
    public record Times(double main, double ready) {}

    public StartUp {
        without = List.copyOf(without);
        with = List.copyOf(with);
    }

    public Spread readyWithout() {
        return Spread.of(without.stream().map(Times::ready).toList());
    }

    public Spread mainWithout() {
        return Spread.of(without.stream().map(Times::main).toList());
    }

    /** What the agent added, start by start: each one with it less the one without it that was its neighbour. */
    public Spread readyAdded() {
        return Spread.of(IntStream.range(0, with.size())
                .mapToObj(i -> with.get(i).ready() - without.get(i).ready())
                .toList());
    }

    public Spread mainAdded() {
        return Spread.of(IntStream.range(0, with.size())
                .mapToObj(i -> with.get(i).main() - without.get(i).main())
                .toList());
    }
}
