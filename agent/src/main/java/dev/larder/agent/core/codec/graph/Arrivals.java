package dev.larder.agent.core.codec.graph;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the order in which elements were added to the hash-based collections of a copy, and keys and values to its
 * maps. A {@link GraphComparison} needs that order, and the collections do not keep it.
 *
 * <p><b>Threads.</b> Confined to one call.
 */
public final class Arrivals {

    private final IdentityHashMap<Object, List<@Nullable Object>> known = new IdentityHashMap<>();

    /** {@code elements} is kept, not copied. */
    public void note(Object container, List<@Nullable Object> elements) {
        known.put(container, elements);
    }

    /** The elements of {@code container} in the order of their addition; in its own order if none was recorded. */
    Iterator<?> at(Object container, Iterator<?> ownOrder) {
        List<@Nullable Object> arrived = known.get(container);
        return arrived == null ? ownOrder : arrived.iterator();
    }
}
