package dev.larder.agent.core.stats;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The methods that are called ahead, at one moment.
 *
 * @param runs turns that this process has done, since the last reset
 * @param calls their calls, those that found an entry included, since the last reset
 * @param failures calls that threw, and methods for arguments that did, since the last reset
 * @param last when the last turn was done, by the wall clock of this host; null for never
 * @param waiting methods that wait for their first turn, and 1 while entries are read ahead
 * @param keys entries that were read ahead
 * @param ignoredKeys names of such entries that were not understood
 */
public record WarmCounts(
        long runs, long calls, long failures, @Nullable Instant last, int waiting, long keys, long ignoredKeys) {

    public static final WarmCounts NONE = new WarmCounts(0, 0, 0, null, 0, 0, 0);
}
