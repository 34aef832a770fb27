package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Spliterator;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which sets and maps have an order that an iteration over them keeps, although {@code equals} ignores it.
 *
 * <p><b>Why</b> it counts in keys: a method that joins the entries of a {@code LinkedHashMap} returns something else for
 * another order. Two keys for what the method treats alike cost a miss; one key for what it tells apart serves a wrong
 * result. The order of a {@code HashMap} does not count: it differs between equal ones, and between JVMs.
 */
final class OwnOrder {

    private static final Class<?>[] ORDERED = Stream.concat(
                    Stream.of(
                            LinkedHashSet.class,
                            SortedSet.class,
                            CopyOnWriteArraySet.class,
                            LinkedHashMap.class,
                            SortedMap.class),
                    Stream.of("java.util.SequencedSet", "java.util.SequencedMap")
                            .flatMap(OwnOrder::ifPresent))
            .toArray(Class<?>[]::new);

    /** Comparators of the JDK's that have no state. */
    private static final Set<String> LISTED =
            Set.of("java.lang.String$CaseInsensitiveComparator", "java.util.Collections$ReverseComparator");

    private static final Class<?> NATURAL = Comparator.naturalOrder().getClass();

    private OwnOrder() {}

    /** Since Java 21. */
    private static Stream<Class<?>> ifPresent(String name) {
        try {
            return Stream.of(Class.forName(name));
        } catch (ClassNotFoundException older) {
            return Stream.of();
        }
    }

    /** Whether every set or map of the class has one. */
    static boolean isKeptBy(Class<?> type) {
        for (Class<?> ordered : ORDERED) {
            if (ordered.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this very set has one, be it behind an unmodifiable view. Looks at no element. */
    static boolean isKeptBy(Set<?> elements) {
        return elements.spliterator().hasCharacteristics(Spliterator.ORDERED);
    }

    /** By what a group finds and sorts its elements; null for their natural order, and for none. */
    static @Nullable Comparator<?> comparatorOf(Collection<?> elements) {
        if (elements instanceof SortedSet<?> sorted) {
            return sorted.comparator();
        }
        if (elements instanceof PriorityQueue<?> queue) {
            return queue.comparator();
        }
        if (elements instanceof PriorityBlockingQueue<?> queue) {
            return queue.comparator();
        }
        return elements instanceof List ? null : comparatorBehind(elements);
    }

    static @Nullable Comparator<?> comparatorOf(Map<?, ?> map) {
        return map instanceof SortedMap<?, ?> sorted ? sorted.comparator() : comparatorBehind(map.keySet());
    }

    /** Of a view. */
    private static @Nullable Comparator<?> comparatorBehind(Collection<?> elements) {
        Spliterator<?> spliterator = elements.spliterator();
        return spliterator.hasCharacteristics(Spliterator.SORTED) ? spliterator.getComparator() : null;
    }

    /**
     * What stands in front of a sorted group, {@code by!com.acme.ByName!}; nothing for the natural order. Two of one order and
     * other comparators differ: {@code contains("A")} of one that ignores case finds {@code "a"}.
     *
     * @throws UnsupportedKeyException for a comparator that has state, or whose class has no name in another JVM
     */
    static String nameOf(@Nullable Comparator<?> comparator, String place) {
        if (comparator == null || comparator.getClass() == NATURAL) {
            return "";
        }
        Class<?> type = comparator.getClass();
        boolean isNameless = type.isHidden() || type.isAnonymousClass();
        if (isNameless || !(LISTED.contains(type.getName()) || isStateless(type))) {
            throw new UnsupportedKeyException(
                    "a group that is sorted by a comparator of " + type.getName() + " in " + place
                            + ", which may have state or is a lambda, cannot be part of a key",
                    "Sort by a comparator that is a class of its own without fields, or pass a list.");
        }
        return "by!" + ValueForm.typeName(type) + "!";
    }

    private static boolean isStateless(Class<?> type) {
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            boolean hasState = Arrays.stream(owner.getDeclaredFields())
                    .anyMatch(field -> !Modifier.isStatic(field.getModifiers()));
            if (hasState || PlatformTypes.hasJavaName(owner)) {
                return false;
            }
        }
        return true;
    }
}
