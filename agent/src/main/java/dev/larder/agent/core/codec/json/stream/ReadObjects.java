package dev.larder.agent.core.codec.json.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The complete objects of a value that is being read, which references can name, by their numbers; the counterpart of
 * {@link WrittenObjects}.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 */
final class ReadObjects {

    private static final int FIRST_TABLE = 64;

    /** Larger tables are not kept. */
    private static final int MOST_KEPT = 1 << 14;

    private @Nullable Object[] objects = new Object[FIRST_TABLE];
    private @Nullable ReferenceShape[] shapes = new ReferenceShape[FIRST_TABLE];

    /** The numbers of ways to each of {@link #objects} and what it refers to. */
    private long[] weights = new long[FIRST_TABLE];

    private int count;

    void clear() {
        if (objects.length > MOST_KEPT) {
            objects = new Object[FIRST_TABLE];
            shapes = new ReferenceShape[FIRST_TABLE];
            weights = new long[FIRST_TABLE];
        } else {
            Arrays.fill(objects, 0, count, null);
            Arrays.fill(shapes, 0, count, null);
        }
        count = 0;
    }

    int count() {
        return count;
    }

    long weightOf(int number) {
        return weights[number];
    }

    /** The object with a number for a reference of a place of {@code shape}; null if it cannot be referred to there. */
    @Nullable
    Object at(int number, ReferenceShape shape) {
        Object object = objects[number];
        ReferenceShape its = shapes[number];
        return object != null && its != null && shape.allows(its, object) ? object : null;
    }

    void add(ReferenceShape shape, Object value, long weight) {
        if (count == objects.length) {
            weights = Arrays.copyOf(weights, 2 * count);
            shapes = Arrays.copyOf(shapes, 2 * count);
            objects = Arrays.copyOf(objects, 2 * count);
        }
        weights[count] = weight;
        objects[count] = value;
        shapes[count++] = shape;
    }
}
