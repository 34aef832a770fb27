package dev.larder.agent.core.codec.graph;

import org.jspecify.annotations.Nullable;

/**
 * Refuses keys of which very many have the same hash code: a table compares each of them with all the others, so a stored text
 * of a megabyte could keep a thread busy for many seconds.
 *
 * <p>It counts by some bits of the mixed hash codes. Keys whose hash codes merely differ little are spread by that.
 */
final class HashCollisions {

    private static final int MOST_ALIKE = 1_024;
    private static final int COUNTER_BITS = 12;
    private static final int MIXER = 0x9E3779B9;

    private HashCollisions() {}

    /** Looks at each {@code step}th element of a part of an array. */
    static void check(@Nullable Object[] source, int from, int to, int step) {
        int keys = (to - from) / step;
        if (keys <= MOST_ALIKE) {
            return;
        }
        int most = MOST_ALIKE + 4 * (keys >>> COUNTER_BITS);
        int[] counts = new int[1 << COUNTER_BITS];
        for (int i = from; i < to; i += step) {
            Object key = source[i];
            int hash = key == null ? 0 : key.hashCode();
            if (++counts[(hash * MIXER) >>> (Integer.SIZE - COUNTER_BITS)] > most) {
                throw new IllegalArgumentException("more keys with one hash code than a table is restored of");
            }
        }
    }
}
