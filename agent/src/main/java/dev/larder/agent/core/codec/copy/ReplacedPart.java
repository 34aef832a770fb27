package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.JdkCopies;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map with shared keys, or a list: it is copied with its values or elements, and some of these are then replaced. */
final class ReplacedPart extends Part {

    private final Object kept;
    private final UnaryOperator<Object> cloning;
    private @Nullable Part[] parts = {};

    /** @param kept whose values or elements are replaced here */
    ReplacedPart(Object kept, UnaryOperator<Object> cloning) {
        this.kept = kept;
        this.cloning = cloning;
    }

    /** One for each value or element in the order of iteration, or null. */
    void consistsOf(@Nullable Part[] parts) {
        this.parts = parts;
        replace(kept, part -> null);
    }

    @Override
    Object begin() {
        return cloning.apply(kept);
    }

    @Override
    void finish(Object copy, Object[] repeated) {
        replace(copy, part -> part.in(repeated));
    }

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        ReplacedPart replaced = (ReplacedPart) other;
        return JdkCopies.areEqual(kept, replaced.kept) && comparison.areAlike(parts, replaced.parts);
    }

    @SuppressWarnings("unchecked")
    private void replace(Object container, Function<Part, @Nullable Object> content) {
        if (parts.length == 0) {
            return;
        }
        int i = 0;
        if (container instanceof Map<?, ?> map) {
            for (Map.Entry<Object, @Nullable Object> entry : ((Map<Object, @Nullable Object>) map).entrySet()) {
                Part part = parts[i++];
                if (part != null) {
                    entry.setValue(content.apply(part));
                }
            }
        } else {
            ListIterator<@Nullable Object> elements = ((List<@Nullable Object>) container).listIterator();
            while (elements.hasNext()) {
                elements.next();
                Part part = parts[i++];
                if (part != null) {
                    elements.set(content.apply(part));
                }
            }
        }
    }
}
