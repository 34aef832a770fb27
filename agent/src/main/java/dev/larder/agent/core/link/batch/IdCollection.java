package dev.larder.agent.core.link.batch;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter with ids is declared as, and how a value of that type is made of some of them.
 *
 * <p>An array has the class of the one that was passed. A sorted set has its comparator. Else it is a {@link LinkedHashSet} where a set
 * was passed, and an {@link ArrayList} otherwise.
 */
final class IdCollection {

    /** How messages call what can be passed. */
    static final String KNOWN =
            "an array, Iterable, Collection, List, Set, SortedSet, NavigableSet, ArrayList, HashSet, LinkedHashSet or TreeSet";

    private IdCollection() {}

    /** Whether a value that is made here can be passed for every value that a caller may pass. */
    static boolean isKnown(Class<?> declared) {
        return declared.isArray()
                || declared == Iterable.class
                || declared == Collection.class
                || declared == List.class
                || declared == ArrayList.class
                || declared == Set.class
                || declared == java.util.HashSet.class
                || declared == LinkedHashSet.class
                || declared == SortedSet.class
                || declared == java.util.NavigableSet.class
                || declared == TreeSet.class;
    }

    /** Whether it can be read only once, so that the body needs a copy. */
    static boolean isForOnce(Object given) {
        return given instanceof Iterable<?> && !(given instanceof Collection<?>);
    }

    /**
     * @param ids in the order of {@code given}
     * @param given what was passed
     */
    @SuppressWarnings("NullAway") // collections of the application may have null
    static Object of(List<@Nullable Object> ids, Object given) {
        Class<?> type = given.getClass();
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), ids.size());
            for (int i = 0; i < ids.size(); i++) {
                Array.set(array, i, ids.get(i));
            }
            return array;
        }
        if (given instanceof SortedSet<?> sorted) {
            return sorted(ids, sorted);
        }
        return given instanceof Set<?> ? new LinkedHashSet<>(ids) : new ArrayList<>(ids);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // its comparator compares its elements
    private static Object sorted(List<@Nullable Object> ids, SortedSet<?> given) {
        Set<Object> sorted = new TreeSet<>(((SortedSet<Object>) given).comparator());
        sorted.addAll(ids);
        return sorted;
    }
}
