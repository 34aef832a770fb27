package dev.larder.benchmarks.run;

/**
 * How much time is spent.
 *
 * @param forks JVMs for each measurement
 * @param warmups iterations of a second that do not count
 * @param iterations iterations of a second that do
 * @param starts JVMs started for each figure on starting
 */
public record Effort(int forks, int warmups, int iterations, int starts) {

    /** To see that everything runs. Its figures mean little. */
    public static final Effort QUICK = new Effort(1, 1, 1, 2);

    public static final Effort FULL = new Effort(5, 5, 5, 20);

    public Effort withForks(int forks) {
        return new Effort(forks, warmups, iterations, starts);
    }
}
