package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import org.jspecify.annotations.Nullable;

/** Classes whose objects are copied, and a copy. */
final class CopySamples {

    static final long ROOM = 1 << 24;

    /** A class whose objects can be changed, without methods of its own. */
    static class Box {
        @Nullable
        Object content;

        final int number;

        Box(@Nullable Object content, int number) {
            this.content = content;
            this.number = number;
        }
    }

    /** Equal by content, and can be changed. */
    static final class Point {
        int x;

        Point(int x) {
            this.x = x;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point point && point.x == x;
        }

        @Override
        public int hashCode() {
            return x;
        }
    }

    record Named(String name) {}

    record Pair(@Nullable Object left, @Nullable Object right) {}

    private CopySamples() {}

    static Box box(int number) {
        return new Box("content", number);
    }

    @SuppressWarnings("unchecked")
    static <T> T copyOf(T value) throws CodecException {
        return (T) Prototype.of(value, ROOM).copy();
    }
}
