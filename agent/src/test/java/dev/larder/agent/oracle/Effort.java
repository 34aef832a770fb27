package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long the oracle listens: as long as a build can wait, or for the time the soak profile gives it.
 *
 * <p>{@code -Dlarder.test.soak.minutes=30} is that time, for all deployments together;
 * {@code -Dlarder.test.soak.times=100} is how many times the build's reads the storms make then.
 * {@code -Dlarder.test.oracle.seed=42} repeats one seed, ten times, since the same steps can end differently. A
 * seed of the soak makes its steps in the soak alone.
 *
 * @param seeds to begin with; a fixed one, so that a change that breaks something is told at once, and a new one, so that
 *     in time something else is tried
 * @param mix of each schedule
 * @param atLeast after these seeds new ones are taken until this time is over
 */
record Effort(List<Long> seeds, Schedule.Mix mix, Duration atLeast) {

    /** Faults come quickly one after the other where there is time for few of them. */
    private static final Schedule.Mix SHORT = Schedule.Mix.broken(100, 500);

    /** Later, processes would be without Redis most of the time, and little would be promised. */
    private static final Schedule.Mix LONG = Schedule.Mix.broken(150, 800);

    private static final int REPETITIONS = 10;

    static boolean isSoak() {
        return soakMinutes() > 0;
    }

    private static long soakMinutes() {
        return Long.getLong("larder.test.soak.minutes", 0);
    }

    /** @param shares into how many parts the time of a soak is divided */
    static Effort of(int shares) {
        Schedule.Mix mix = isSoak() ? LONG : SHORT;
        Long seed = Long.getLong("larder.test.oracle.seed");
        if (seed != null) {
            return new Effort(Collections.nCopies(REPETITIONS, seed), mix, Duration.ZERO);
        }
        List<Long> seeds = new ArrayList<>(List.of(1L, freshSeed()));
        Duration share = Duration.ofMinutes(soakMinutes()).dividedBy(shares);
        return new Effort(seeds, mix, share);
    }

    /** How many reads a storm makes on each JDK: in a soak many times as many altogether, however long that takes. */
    static long reads(long ofTheBuild) {
        return isSoak() ? ofTheBuild * soakTimes() / Jdks.all().size() : ofTheBuild;
    }

    private static long soakTimes() {
        return Long.getLong("larder.test.soak.times", 100);
    }

    /** On what a storm runs: in a soak on every JDK, else on this one. */
    static List<Jdk> jdks(Jdk inTheBuild) {
        return isSoak() ? Jdks.all() : List.of(inTheBuild);
    }

    static long freshSeed() {
        return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }
}
