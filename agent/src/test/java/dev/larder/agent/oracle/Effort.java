package dev.larder.agent.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long the oracle listens: as long as a build can wait, or for the time the soak profile gives it.
 *
 * <p>{@code -Dlarder.test.soak.minutes=30} is that time, for all deployments together;
 * {@code -Dlarder.test.oracle.seed=42} repeats one seed, ten times, since the same steps can end differently.
 *
 * @param seeds to begin with; fixed ones, so that a change that breaks something is told at once, and a new one, so that
 *     in time something else is tried
 * @param stepsEach of one client in one schedule
 * @param atLeast after these seeds new ones are taken until this time is over
 */
record Effort(List<Long> seeds, int stepsEach, Duration atLeast) {

    private static final int SOAK_STEPS = 400;
    private static final int REPETITIONS = 10;

    static boolean isSoak() {
        return soakMinutes() > 0;
    }

    private static long soakMinutes() {
        return Long.getLong("larder.test.soak.minutes", 0);
    }

    /**
     * @param steps where no more is asked for
     * @param shares into how many parts the time of a soak is divided
     */
    static Effort of(int steps, int shares) {
        Long seed = Long.getLong("larder.test.oracle.seed");
        if (seed != null) {
            return new Effort(Collections.nCopies(REPETITIONS, seed), steps, Duration.ZERO);
        }
        List<Long> seeds = new ArrayList<>(List.of(1L, 2L, freshSeed()));
        Duration share = Duration.ofMinutes(soakMinutes()).dividedBy(shares);
        return new Effort(seeds, isSoak() ? SOAK_STEPS : steps, share);
    }

    static long freshSeed() {
        return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }
}
