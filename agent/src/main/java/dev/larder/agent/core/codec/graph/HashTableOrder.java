package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.type.PlatformTypes;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order in which a {@link java.util.HashMap} or {@link java.util.HashSet} iterates.
 *
 * <p>Such a table goes through its buckets, and within a bucket by age. Built anew from its own elements in its own
 * order, with as many buckets, it iterates as before. The number of buckets cannot be asked for, but any number under
 * which the given order climbs through the buckets will do.
 *
 * <p>Only keys whose hash codes are the same in every JVM count; where there are others, the order is an accident
 * already and is left to be one.
 */
final class HashTableOrder {

    /** What a table that grew from its first element on has; needs no mention. */
    static final int GROWN = 0;

    private static final int DEFAULT_BUCKETS = 16;
    private static final int MAX_BUCKETS_PER_KEY = 64;

    private HashTableOrder() {}

    /** A number of buckets that keeps the order of {@code keys}, or {@link #GROWN} when none is needed or known. */
    static int bucketsFor(Collection<?> keys) {
        if (keys.size() < 2 || !haveStableHashes(keys) || isInOrder(keys, grownBuckets(keys.size()))) {
            return GROWN;
        }
        for (int buckets = fullBuckets(keys.size()); isAllowed(buckets, keys.size()); buckets *= 2) {
            if (isInOrder(keys, buckets)) {
                return buckets;
            }
        }
        return GROWN;
    }

    /** Refuses a number of buckets that {@link #bucketsFor} never gives for so many keys. */
    static void check(int buckets, int keys) {
        if (buckets != GROWN && !isAllowed(buckets, keys)) {
            throw new IllegalArgumentException(buckets + " buckets for " + keys + " keys");
        }
    }

    /** Bounds what a stored number can make us allocate. */
    private static boolean isAllowed(int buckets, int keys) {
        return Integer.bitCount(buckets) == 1 && buckets <= Math.max(DEFAULT_BUCKETS, MAX_BUCKETS_PER_KEY * keys);
    }

    private static int grownBuckets(int keys) {
        return Math.max(DEFAULT_BUCKETS, fullBuckets(keys));
    }

    /** The fewest buckets that hold {@code keys} at the usual load of three quarters. */
    private static int fullBuckets(int keys) {
        int buckets = 2;
        while (keys > buckets * 3L / 4) {
            buckets *= 2;
        }
        return buckets;
    }

    private static boolean isInOrder(Collection<?> keys, int buckets) {
        int last = 0;
        for (Object key : keys) {
            int bucket = spread(key) & (buckets - 1);
            if (bucket < last) {
                return false;
            }
            last = bucket;
        }
        return true;
    }

    /** As HashMap does it; what it does is part of the order we keep. */
    private static int spread(@Nullable Object key) {
        int hash = key == null ? 0 : key.hashCode();
        return hash ^ (hash >>> 16);
    }

    private static boolean haveStableHashes(Collection<?> keys) {
        return keys.stream().allMatch(key -> key == null || hasStableHash(key));
    }

    private static boolean hasStableHash(Object key) {
        return PlatformTypes.contains(key.getClass())
                && (key instanceof String
                        || key instanceof Number
                        || key instanceof Character
                        || key instanceof Boolean
                        || key instanceof UUID
                        || (key instanceof TemporalAccessor && !(key instanceof Enum<?>)));
    }
}
