package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.type.PlatformTypes;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order in which a {@link java.util.HashMap} or {@link java.util.HashSet} iterates.
 *
 * <p>Such a table iterates bucket by bucket, and by age within a bucket. A table that is built from the same elements
 * in the same order, with the same number of buckets, iterates in the same order. The number of buckets cannot be read,
 * but any number with which the given order passes through the buckets in ascending order works.
 *
 * <p>This needs keys whose hash codes are the same in every JVM. With other keys the order is not kept, since it
 * differs between JVMs anyway.
 */
final class HashTableOrder {

    /** The number of a table that grew from empty; it is not written. */
    static final int GROWN = 0;

    private static final int DEFAULT_BUCKETS = 16;
    private static final int MAX_BUCKETS_PER_KEY = 64;

    private HashTableOrder() {}

    /** A number of buckets that keeps the order of {@code keys}, or {@link #GROWN} if none is needed or known. */
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

    /** Refuses a number of buckets that {@link #bucketsFor} never returns for so many keys. */
    static void check(int buckets, int keys) {
        if (buckets != GROWN && !isAllowed(buckets, keys)) {
            throw new IllegalArgumentException(buckets + " buckets for " + keys + " keys");
        }
    }

    /** Bounds the memory that a stored number can make us allocate. */
    private static boolean isAllowed(int buckets, int keys) {
        return Integer.bitCount(buckets) == 1 && buckets <= Math.max(DEFAULT_BUCKETS, MAX_BUCKETS_PER_KEY * keys);
    }

    /** How many buckets a table has that grew from empty. */
    static int grownBuckets(int keys) {
        return Math.max(DEFAULT_BUCKETS, fullBuckets(keys));
    }

    /** The smallest number of buckets for {@code keys} at the default load factor of three quarters. */
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

    /** As in HashMap: it is part of the order we keep. */
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
