package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.heap.Heap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two prototypes, part by part.
 *
 * <p><b>Threads.</b> Confined to one call. Calls {@code equals} of what is shared.
 */
final class PartComparison {

    /** Repeated parts that are being compared, or have been. */
    private final boolean[] seen;

    PartComparison(int repeated) {
        seen = new boolean[repeated];
    }

    boolean areAlike(@Nullable Part one, @Nullable Part other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one.place() != other.place()) {
            return false;
        }
        if (one.isRepeated()) {
            if (seen[one.place()]) {
                return true;
            }
            seen[one.place()] = true;
        }
        return one.resolved().getClass() == other.resolved().getClass()
                && one.resolved().isLike(other.resolved(), this);
    }

    boolean areAlike(@Nullable Part[] parts, @Nullable Part[] others) {
        if (parts.length != others.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!areAlike(parts[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether two objects of one class have the same content in all fields. */
    static boolean haveSameFields(Object one, Object other) {
        for (Slot slot : Layout.of(one.getClass()).slots()) {
            boolean isSame = slot.isReference()
                    ? Objects.equals(Heap.get(one, slot.offset()), Heap.get(other, slot.offset()))
                    : Heap.bits(one, slot.offset(), slot.bytes()) == Heap.bits(other, slot.offset(), slot.bytes());
            if (!isSame) {
                return false;
            }
        }
        return true;
    }
}
