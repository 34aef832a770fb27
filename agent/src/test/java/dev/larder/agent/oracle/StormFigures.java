package dev.larder.agent.oracle;

import dev.larder.agent.apps.storm.Count;
import dev.larder.agent.apps.storm.SharedTruth;
import java.time.Duration;
import java.util.Locale;

/**
 * What a storm did and found.
 *
 * @param exempt reads that were allowed something older than the newest eviction that had returned
 * @param behind of these, reads that made use of it
 * @param lateCopies reads of copies that got what others had evicted 50 ms before or earlier
 * @param stories of some of the violations
 */
record StormFigures(
        String title,
        long reads,
        long exempt,
        long behind,
        long lateCopies,
        long evictions,
        long modeChanges,
        int pauses,
        int cuts,
        Duration took,
        long violations,
        String stories) {

    StormFigures(String title, SharedTruth truth, Weather weather, Duration took, String stories) {
        this(
                title,
                truth.count(Count.READS),
                truth.count(Count.EXEMPT),
                truth.count(Count.BEHIND),
                truth.count(Count.LATE_COPIES),
                truth.count(Count.EVICTIONS),
                truth.count(Count.MODE_CHANGES),
                weather.pauses(),
                weather.cuts(),
                took,
                truth.count(Count.VIOLATIONS),
                stories);
    }

    double exemptPercent() {
        return 100.0 * exempt / Math.max(1, reads);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Stale oracle, %s: %,d reads, %,d strict, %,d exempt (%.2f %%, %,d made use of that), %,d late copies,"
                        + " %,d evictions,"
                        + " %d pauses, %d cuts, %d changes of mode, %.1f s, %,d violations",
                title,
                reads,
                reads - exempt,
                exempt,
                exemptPercent(),
                behind,
                lateCopies,
                evictions,
                pauses,
                cuts,
                modeChanges,
                took.toMillis() / 1_000.0,
                violations);
    }
}
