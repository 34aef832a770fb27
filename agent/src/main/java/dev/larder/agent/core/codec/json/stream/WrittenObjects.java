package dev.larder.agent.core.codec.json.stream;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a value that have been written, by identity: their shapes and their numbers.
 *
 * <p><b>Shape.</b> Entries in the order of their arrival; for more than a few of them also a hash table of their indexes,
 * with linear probing, at most half full.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 *
 * <p><b>Why</b> not an {@code IdentityHashMap}: it would need an object for each entry, and could not be cleared
 * without a look at its whole table. The few objects of a small value are compared one by one, so that they need no identity hash
 * codes, which take longer to make than the rest.
 */
final class WrittenObjects {

    private static final int FIRST_ENTRIES = 64;
    private static final int MOST_UNHASHED = 8;

    /** Larger tables are not kept. */
    private static final int MOST_KEPT = 1 << 14;

    private @Nullable Object[] objects = new Object[FIRST_ENTRIES];
    private @Nullable ReferenceShape[] shapes = new ReferenceShape[FIRST_ENTRIES];
    private int[] numbers = new int[FIRST_ENTRIES];
    private int count;

    /** Indexes and 1, or 0; only the places below {@link #mask} are used. */
    private int[] table = new int[4 * FIRST_ENTRIES];

    private int mask;
    private int hashed;

    void clear() {
        if (objects.length > MOST_KEPT) {
            objects = new Object[FIRST_ENTRIES];
            shapes = new ReferenceShape[FIRST_ENTRIES];
            numbers = new int[FIRST_ENTRIES];
            table = new int[4 * FIRST_ENTRIES];
        } else {
            Arrays.fill(objects, 0, count, null);
            Arrays.fill(shapes, 0, count, null);
            Arrays.fill(table, 0, mask + 1, 0);
        }
        count = 0;
        hashed = 0;
        mask = 0;
    }

    /** The index of an object; negative if it has none yet. */
    int find(Object value) {
        return count <= MOST_UNHASHED ? compared(value) : hashed(value);
    }

    ReferenceShape shapeOf(int index) {
        return Objects.requireNonNull(shapes[index]);
    }

    /** The number of an object; while its content is being written, the negative of its depth. */
    int numberOf(int index) {
        return numbers[index];
    }

    void setNumber(int index, int number) {
        numbers[index] = number;
    }

    private int compared(Object value) {
        for (int i = 0; i < count; i++) {
            if (objects[i] == value) {
                return i;
            }
        }
        return -1;
    }

    private int hashed(Object value) {
        if (hashed < count) {
            hashRest();
        }
        for (int at = placeOf(value); table[at] != 0; at = (at + 1) & mask) {
            int index = table[at] - 1;
            if (objects[index] == value) {
                return index;
            }
        }
        return -1;
    }

    private void hashRest() {
        if (2 * (count + 1) > mask) {
            Arrays.fill(table, 0, mask + 1, 0);
            mask = Math.max(2 * FIRST_ENTRIES, 2 * (mask + 1)) - 1;
            if (mask >= table.length) {
                table = new int[mask + 1];
            }
            hashed = 0;
        }
        for (; hashed < count; hashed++) {
            int at = placeOf(objects[hashed]);
            while (table[at] != 0) {
                at = (at + 1) & mask;
            }
            table[at] = hashed + 1;
        }
    }

    private int placeOf(@Nullable Object value) {
        int hash = System.identityHashCode(value) * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) & mask;
    }

    /** Enters an object that has no index, and returns its index. */
    int add(Object value, ReferenceShape shape, int number) {
        if (count == objects.length) {
            @Nullable Object[] moreObjects = Arrays.copyOf(objects, 2 * count);
            ReferenceShape[] moreShapes = Arrays.copyOf(shapes, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
            shapes = moreShapes; // not before there is memory for all three: the tables are used again
            objects = moreObjects;
        }
        objects[count] = value;
        shapes[count] = shape;
        numbers[count] = number;
        return count++;
    }
}
