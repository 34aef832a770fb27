package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.Shell;
import dev.larder.agent.core.codec.heap.Heap;
import org.jspecify.annotations.Nullable;

/** A {@link java.util.ArrayList} with elements: its array is its own, and a copy's is as long as the list. */
final class ListPart extends Part {

    /** Without its array. */
    private final Object kept;

    private final Shell shell;

    /** Of the field with the array. */
    private final long offset;

    private @Nullable Elements elements;

    ListPart(Object kept, Shell shell, long offset) {
        this.kept = kept;
        this.shell = shell;
        this.offset = offset;
        Heap.put(kept, offset, null);
    }

    /** Called once, when the elements have been walked over: they may refer back to the list. */
    void consistsOf(Elements given) {
        elements = given;
    }

    @Override
    Object begin() {
        return shell.copyOf(kept);
    }

    @Override
    void finish(Object copy, Object[] repeated) {
        if (elements != null) {
            Heap.put(copy, offset, elements.copy(repeated));
        }
    }

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        ListPart list = (ListPart) other;
        return PartComparison.haveSameFields(kept, list.kept) && comparison.areAlike(elements, list.elements);
    }
}
