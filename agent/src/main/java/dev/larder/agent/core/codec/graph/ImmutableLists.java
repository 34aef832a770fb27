package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.codec.heap.Heap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two kinds of list that share a class of the JDK: those of {@code List.of}, and those of {@code Stream.toList}, which may have
 * nulls and may be asked about null.
 *
 * <p><b>Why</b> by the fields of that class: to ask a list about null costs an exception, and its factory methods copy an
 * array twice. Where the JDK has other fields, or gives no access to them, its methods are used.
 *
 * <p><b>Threads.</b> Stateless.
 */
final class ImmutableLists {

    private static final Class<?> SMALL = List.of(0).getClass();
    private static final Class<?> LARGE = List.of(0, 0, 0).getClass();
    private static final long ELEMENTS = offset("elements", Object[].class);
    private static final long ALLOWS_NULLS = offset("allowNulls", boolean.class);

    private ImmutableLists() {}

    private static long offset(String field, Class<?> type) {
        try {
            boolean isKnown = Heap.isOpen()
                    && type.isAssignableFrom(LARGE.getDeclaredField(field).getType());
            return isKnown ? Heap.offsetOf(LARGE.getDeclaredField(field)) : -1;
        } catch (NoSuchFieldException other) {
            return -1;
        }
    }

    /** Whether a list of either kind is one of {@code Stream.toList}. */
    static boolean mayBeAskedAboutNull(List<?> list) {
        if (list.getClass() == SMALL) {
            return false;
        }
        if (ALLOWS_NULLS >= 0 && list.getClass() == LARGE) {
            return Heap.bits(list, ALLOWS_NULLS, 1) != 0;
        }
        try {
            list.indexOf(null);
            return true;
        } catch (NullPointerException listOf) {
            return false;
        }
    }

    /**
     * As {@code List.of}.
     *
     * @throws NullPointerException if an element is null
     */
    static List<@Nullable Object> of(List<@Nullable Object> elements) {
        return elements.size() <= 2 || !isOpen() ? List.copyOf(elements) : made(elements, false);
    }

    /** As {@code Stream.toList}. */
    static List<@Nullable Object> ofStream(List<@Nullable Object> elements) {
        return elements.isEmpty() || !isOpen() ? elements.stream().toList() : made(elements, true);
    }

    private static boolean isOpen() {
        return ELEMENTS >= 0 && ALLOWS_NULLS >= 0;
    }

    @SuppressWarnings("unchecked") // of any elements
    private static List<@Nullable Object> made(List<@Nullable Object> elements, boolean allowsNulls) {
        @Nullable Object[] array = elements.toArray();
        for (Object element : array) {
            if (element == null && !allowsNulls) {
                throw new NullPointerException("an element of List.of");
            }
        }
        Object made = Heap.allocate(LARGE);
        Heap.put(made, ELEMENTS, array);
        Heap.putBits(made, ALLOWS_NULLS, 1, allowsNulls ? 1 : 0);
        return (List<@Nullable Object>) made;
    }
}
