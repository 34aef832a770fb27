package dev.larder.agent.core.codec.graph;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The comparators that a stored collection can have. A closed table: they are what the JDK alone can make, and have no state.
 *
 * <p>A number is stored. Numbers are never given to another order. None is a power of two, which earlier builds would take for
 * a number of buckets.
 */
@SuppressWarnings("ImmutableEnumChecker") // comparators of the JDK, without state
enum SortOrder {
    /** That of the elements themselves, without a comparator. */
    NATURAL(0, null),
    REVERSE(3, Collections.reverseOrder()),
    IGNORING_CASE(5, String.CASE_INSENSITIVE_ORDER),
    NATURAL_BY_COMPARATOR(6, Comparator.naturalOrder()),
    REVERSE_IGNORING_CASE(7, Collections.reverseOrder(String.CASE_INSENSITIVE_ORDER));

    private final int number;
    private final @Nullable Comparator<?> comparator;

    SortOrder(int number, @Nullable Comparator<?> comparator) {
        this.number = number;
        this.comparator = comparator;
    }

    /** Classes of the JDK for which two objects compare as the same if they are equal, and only then; with those of java.time. */
    private static final Set<Class<?>> ORDERED_AS_EQUAL = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            UUID.class);

    /** Not known of classes of the application, and not true of {@link java.math.BigDecimal}. */
    static boolean isNaturalOrderThatOfEquals(@Nullable Object element) {
        return element instanceof Enum<?>
                || (element != null
                        && (ORDERED_AS_EQUAL.contains(element.getClass())
                                || element.getClass().getPackageName().equals("java.time")));
    }

    int number() {
        return number;
    }

    /** Null if it is none of these, nor one of Guava's that is the same. */
    static @Nullable SortOrder of(@Nullable Comparator<?> comparator) {
        String name = comparator == null ? "" : comparator.getClass().getName();
        if (name.equals("com.google.common.collect.NaturalOrdering")) {
            return NATURAL_BY_COMPARATOR;
        }
        if (name.equals("com.google.common.collect.ReverseNaturalOrdering")) {
            return REVERSE;
        }
        for (SortOrder order : values()) {
            boolean isSame = order.comparator == null ? comparator == null : order.comparator.equals(comparator);
            if (isSame) {
                return order;
            }
        }
        return null;
    }

    /**
     * The comparator with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    @SuppressWarnings("unchecked") // whether it can compare the elements is seen when they are put
    static @Nullable Comparator<@Nullable Object> comparator(int number) {
        for (SortOrder order : values()) {
            if (order.number == number) {
                return (Comparator<@Nullable Object>) order.comparator;
            }
        }
        throw new IllegalArgumentException("no order has the number " + number);
    }
}
