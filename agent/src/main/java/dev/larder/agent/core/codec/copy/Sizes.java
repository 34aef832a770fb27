package dev.larder.agent.core.codec.copy;

import org.jspecify.annotations.Nullable;

/** How many bytes objects take, about: with compressed pointers, and texts of one byte for each character. */
final class Sizes {

    private static final int TEXT_BYTES = 40;
    private static final int SCALAR_BYTES = 24;

    private Sizes() {}

    static long of(@Nullable Object leaf) {
        if (leaf == null) {
            return 0;
        }
        return leaf instanceof String text ? TEXT_BYTES + (long) text.length() : SCALAR_BYTES;
    }

    /** The bytes of one element of an array of primitives. */
    static int ofComponent(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return Long.BYTES;
        }
        if (primitive == int.class || primitive == float.class) {
            return Integer.BYTES;
        }
        return primitive == short.class || primitive == char.class ? Short.BYTES : 1;
    }
}
