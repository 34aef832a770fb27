package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.codec.heap.Heap;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * The collection that a wrapper or a view of the JDK is around. How the wrapper behaves depends on that: an unmodifiable map
 * around one that ignores case ignores case, and one around a lazy collection loads it.
 *
 * <p><b>Threads.</b> Has no state but what it knows of classes. Of a collection no method is called but those of a tree of the JDK.
 */
final class Wrapped {

    private static final Map<String, String> FIELDS = Map.of(
            "java.util.Collections$UnmodifiableCollection", "c",
            "java.util.Collections$SynchronizedCollection", "c",
            "java.util.Collections$UnmodifiableMap", "m",
            "java.util.Collections$SynchronizedMap", "m",
            "java.util.AbstractList$SubList", "root",
            "java.util.ReverseOrderListView", "base",
            "java.util.AbstractMap$1", "this$0",
            "java.util.AbstractMap$2", "this$0");

    private static final long NONE = -1;

    private static final ClassValue<Long> OFFSETS = new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
            return offsetIn(type);
        }
    };

    private Wrapped() {}

    private static long offsetIn(Class<?> type) {
        for (Class<?> at = type; at != null && Heap.isOpen(); at = at.getSuperclass()) {
            String name = FIELDS.get(at.getName());
            for (Field field : name == null ? new Field[0] : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return Heap.offsetOf(field);
                }
            }
        }
        return NONE;
    }

    /** Whether {@code value} is around nothing, or around a collection whose behaviour its elements and their order tell. */
    static boolean isAroundWhatIsRestored(Object value, boolean keepsSortOrder) {
        long offset = OFFSETS.get(value.getClass());
        Object inside = offset == NONE ? null : Heap.get(value, offset);
        if (inside instanceof Map<?, ?> map) {
            MapKind kind = MapKind.of(map);
            return kind != null
                    && (keepsSortOrder
                            || !kind.isSorted()
                            || (kind.orderOf(map) == 0 && findsWhatIsEqual(map.keySet())));
        }
        if (inside instanceof Collection<?> collection) {
            CollectionKind kind = CollectionKind.of(collection);
            return kind != null
                    && (keepsSortOrder
                            || !kind.isSorted()
                            || (kind.orderOf(collection) == 0 && findsWhatIsEqual(collection)));
        }
        return true;
    }

    /**
     * What is restored inside of the wrapper finds what is equal. A tree finds what compares as the same, such as {@code 1.0} for
     * {@code 1.00}.
     *
     * @param sorted a set of a kind of the JDK, whose elements all have the class of the first
     */
    private static boolean findsWhatIsEqual(Iterable<?> sorted) {
        Iterator<?> each = sorted.iterator();
        return !each.hasNext() || SortOrder.isNaturalOrderThatOfEquals(each.next());
    }
}
