package dev.larder.agent.core.codec.copy;

import java.lang.reflect.Array;
import java.util.Objects;

/** An array of primitives. */
final class NumbersPart extends Part {

    private final Object kept;

    NumbersPart(Object array) {
        this.kept = copyOf(array);
    }

    private static Object copyOf(Object array) {
        if (array instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (array instanceof int[] ints) {
            return ints.clone();
        }
        if (array instanceof long[] longs) {
            return longs.clone();
        }
        if (array instanceof double[] doubles) {
            return doubles.clone();
        }
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    @Override
    Object begin() {
        return copyOf(kept);
    }

    @Override
    void finish(Object copy, Object[] repeated) {}

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        return Objects.deepEquals(kept, ((NumbersPart) other).kept);
    }
}
