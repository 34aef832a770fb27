package dev.larder.agent.core.codec.copy;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/** The elements of a set or sequence, or the keys and values of a map in turn. */
final class PartContents {

    static final PartContents NONE = new PartContents(0);

    private final @Nullable Object[] shared;
    private final @Nullable Part[] parts;
    private int size;
    private boolean isCopied;

    PartContents(int length) {
        shared = new Object[length];
        parts = new Part[length];
    }

    void add(@Nullable Object value, @Nullable Part part) {
        if (size == shared.length) {
            throw new ConcurrentModificationException();
        }
        shared[size] = part == null ? value : null;
        parts[size++] = part;
        isCopied |= part != null;
    }

    boolean areLike(PartContents others, PartComparison comparison) {
        return Arrays.equals(shared, others.shared) && comparison.areAlike(parts, others.parts);
    }

    /** Whether anything in it is copied. */
    boolean isCopied() {
        return isCopied;
    }

    /** Of a map: whether any of its keys is. */
    boolean areKeysCopied() {
        for (int i = 0; i < size; i += 2) {
            if (parts[i] != null) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Part[] parts() {
        return parts;
    }

    @Nullable
    Object[] copy(Object[] repeated) {
        @Nullable Object[] copy = shared.clone();
        for (int i = 0; i < copy.length; i++) {
            Part part = parts[i];
            if (part != null) {
                copy[i] = part.in(repeated);
            }
        }
        return copy;
    }
}
