package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.heap.Heap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set or map that cannot be changed, and whose elements lie where hash codes put them. */
final class RehashedPart extends Part {

    private final Object kept;
    private final Layout layout;
    private PartContents contents = PartContents.NONE;

    RehashedPart(Object original, Layout layout) {
        this.kept = layout.shell().copyOf(original);
        this.layout = layout;
    }

    void consistsOf(PartContents given) {
        contents = given;
        layout.slots().stream().filter(Slot::isReference).forEach(slot -> Heap.put(kept, slot.offset(), null));
    }

    @Override
    Object begin() {
        return layout.shell().copyOf(kept);
    }

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        return contents.areLike(((RehashedPart) other).contents, comparison);
    }

    /** Takes over all fields of another one. */
    @Override
    void finish(Object copy, Object[] repeated) {
        Object filled = filled(contents.copy(repeated));
        for (Slot slot : layout.slots()) {
            if (slot.isReference()) {
                Heap.put(copy, slot.offset(), Heap.get(filled, slot.offset()));
            } else {
                Heap.putInt(copy, slot.offset(), Heap.getInt(filled, slot.offset()));
            }
        }
    }

    @SuppressWarnings("NullAway") // neither has nulls
    private Object filled(@Nullable Object[] content) {
        if (!Map.class.isAssignableFrom(layout.type())) {
            return Set.of(content);
        }
        Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[content.length / 2];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Map.entry(content[2 * i], content[2 * i + 1]);
        }
        return Map.ofEntries(entries);
    }
}
