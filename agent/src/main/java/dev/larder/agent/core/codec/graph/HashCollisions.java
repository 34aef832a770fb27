package dev.larder.agent.core.codec.graph;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Refuses keys of which very many have the same hash code: a table compares each of them with all the others, so a stored text
 * of a megabyte could keep a thread busy for many seconds.
 *
 * <p>It counts by some bits of the mixed hash codes. Keys whose hash codes merely differ little are spread by that.
 */
public final class HashCollisions {

    /** What is wrong with a map or set, behind its name. */
    public static final String REASON = " has more keys or elements with one hash code than are restored";

    /** What its developer can do. */
    public static final String REMEDY = "Give their class a hashCode that tells them apart.";

    private static final int MOST_ALIKE = 1_024;
    private static final int COUNTER_BITS = 12;
    private static final int MIXER = 0x9E3779B9;

    private HashCollisions() {}

    /** Whether there are so many of these keys, which the reader would refuse. */
    public static boolean areMany(Collection<?> keys) {
        if (keys.size() <= MOST_ALIKE) {
            return false;
        }
        int[] counts = new int[1 << COUNTER_BITS];
        int most = most(keys.size());
        for (Object key : keys) {
            if (++counts[place(key)] > most) {
                return true;
            }
        }
        return false;
    }

    /** Looks at each {@code step}th element of a part of an array. */
    static void check(@Nullable Object[] source, int from, int to, int step) {
        int keys = (to - from) / step;
        if (keys <= MOST_ALIKE) {
            return;
        }
        int most = most(keys);
        int[] counts = new int[1 << COUNTER_BITS];
        for (int i = from; i < to; i += step) {
            if (++counts[place(source[i])] > most) {
                throw new IllegalArgumentException("more keys with one hash code than a table is restored of");
            }
        }
    }

    private static int most(int keys) {
        return MOST_ALIKE + 4 * (keys >>> COUNTER_BITS);
    }

    private static int place(@Nullable Object key) {
        int hash = key == null ? 0 : key.hashCode();
        return (hash * MIXER) >>> (Integer.SIZE - COUNTER_BITS);
    }
}
