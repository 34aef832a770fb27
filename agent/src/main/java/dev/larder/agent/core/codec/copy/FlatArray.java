package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.Layout;
import org.jspecify.annotations.Nullable;

/**
 * An array of which all elements have one class, and refer to texts and numbers only.
 *
 * <p><b>Threads.</b> Confined to one walk.
 */
final class FlatArray {

    /** So many hints that fall to neighbouring places are no proof, and are not looked at one by one. */
    private static final int MOST_PROBES = 16;

    private static final int GOLDEN = 0x9E37_79B9;

    private final @Nullable Object[] originals;
    private final int[] hints;
    private final Part.Elements part;
    private final Layout layout;

    /**
     * Of {@code originals}.
     *
     * @param hints of the elements, by which they are found again
     * @param part keeps their copies
     * @param layout of the elements
     */
    FlatArray(@Nullable Object[] originals, int[] hints, Part.Elements part, Layout layout) {
        this.originals = originals;
        this.hints = hints;
        this.part = part;
        this.layout = layout;
    }

    @Nullable
    Object[] originals() {
        return originals;
    }

    int[] hints() {
        return hints;
    }

    Part.Elements part() {
        return part;
    }

    Layout layout() {
        return layout;
    }

    /** Whether none of the objects is in the array twice. If false, one may be. */
    boolean areDistinct() {
        int capacity = Integer.highestOneBit(originals.length) << 2;
        int shift = Integer.SIZE - Integer.numberOfTrailingZeros(capacity);
        int[] table = new int[capacity]; // indexes, one too many each
        for (int i = 0; i < originals.length; i++) {
            if (originals[i] != null && !isNew(i, table, (hints[i] * GOLDEN) >>> shift)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNew(int index, int[] table, int from) {
        int mask = table.length - 1;
        for (int probe = 0; probe < MOST_PROBES; probe++) {
            int place = (from + probe) & mask;
            if (table[place] == 0) {
                table[place] = index + 1;
                return true;
            }
            if (originals[table[place] - 1] == originals[index]) {
                return false;
            }
        }
        return false;
    }
}
