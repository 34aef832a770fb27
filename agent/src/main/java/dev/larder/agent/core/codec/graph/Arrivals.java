package dev.larder.agent.core.codec.graph;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the elements of hash-based collections, and the keys and values of such maps in turn, came to a
 * copy. The collections themselves forget it, and a {@link GraphComparison} needs it.
 *
 * <p><b>Threads.</b> Confined to one call.
 */
public final class Arrivals {

    private final IdentityHashMap<Object, List<@Nullable Object>> known = new IdentityHashMap<>();

    /** {@code elements} is kept, not copied. */
    public void note(Object container, List<@Nullable Object> elements) {
        known.put(container, elements);
    }

    /** The elements of {@code container} as they arrived, or, where nothing was noted, in its own order. */
    Iterator<?> at(Object container, Iterator<?> ownOrder) {
        List<@Nullable Object> arrived = known.get(container);
        return arrived == null ? ownOrder : arrived.iterator();
    }
}
