package dev.larder.agent.core.codec.copy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map or a sequence that is filled anew, since its copy has other keys or elements. */
final class RefilledPart extends Part {

    private final Object empty;
    private final UnaryOperator<Object> cloning;
    private PartContents contents = PartContents.NONE;

    RefilledPart(Object like, UnaryOperator<Object> cloning) {
        this.empty = cloning.apply(like);
        this.cloning = cloning;
        if (empty instanceof Map<?, ?> map) {
            map.clear();
        } else {
            ((Collection<?>) empty).clear();
        }
    }

    /** Whether an empty one that is filled with the entries of {@code map} has them all, and in order if it is sorted. */
    @SuppressWarnings("unchecked")
    boolean takesAll(Map<?, ?> map) {
        Map<@Nullable Object, @Nullable Object> filled = (Map<@Nullable Object, @Nullable Object>) begin();
        map.forEach(filled::put);
        return filled.size() == map.size() && (!(filled instanceof SortedMap<?, ?>) || areSame(filled, map));
    }

    private static boolean areSame(Map<?, ?> one, Map<?, ?> other) {
        Iterator<?> others = other.keySet().iterator();
        for (Object key : one.keySet()) {
            if (key != others.next()) {
                return false;
            }
        }
        return true;
    }

    void consistsOf(PartContents given) {
        contents = given;
    }

    @Override
    Object begin() {
        return cloning.apply(empty);
    }

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        return contents.areLike(((RefilledPart) other).contents, comparison);
    }

    @Override
    @SuppressWarnings("unchecked")
    void finish(Object copy, Object[] repeated) {
        @Nullable Object[] content = contents.copy(repeated);
        if (copy instanceof Map<?, ?> map) {
            for (int i = 0; i < content.length; i += 2) {
                ((Map<@Nullable Object, @Nullable Object>) map).put(content[i], content[i + 1]);
            }
        } else {
            ((Collection<@Nullable Object>) copy).addAll(Arrays.asList(content));
        }
    }
}
