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

    /** In an hour and a half on both JDKs. */
    public static final Effort SHORT = new Effort(3, 3, 3, 10);

    public static final Effort FULL = new Effort(5, 5, 5, 20);

    /** @throws IllegalArgumentException if there is none of that name */
    static Effort named(String name) {
        return switch (name) {
            case "quick" -> QUICK;
            case "short" -> SHORT;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException("effort=" + name + " is none of quick, short and full");
        };
    }

    public Effort withForks(int forks) {
        return new Effort(forks, warmups, iterations, starts);
    }
}
