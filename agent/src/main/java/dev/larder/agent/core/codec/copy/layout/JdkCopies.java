package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.heap.Heap;
import java.text.Format;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that are copied by their own methods and not by their fields, since their objects are long
 * chains, or their entries lie where hash codes put them.
 *
 * <p><b>Threads.</b> Immutable.
 */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // applications still have them
public final class JdkCopies {

    /** Maps, by exact class. */
    private static final Map<Class<?>, UnaryOperator<Object>> MAPS = Map.of(
            LinkedHashMap.class, map -> ((LinkedHashMap<?, ?>) map).clone(),
            TreeMap.class, map -> ((TreeMap<?, ?>) map).clone(),
            EnumMap.class, map -> ((EnumMap<?, ?>) map).clone(),
            IdentityHashMap.class, map -> ((IdentityHashMap<?, ?>) map).clone(),
            ConcurrentSkipListMap.class, map -> ((ConcurrentSkipListMap<?, ?>) map).clone(),
            ConcurrentHashMap.class, map -> new ConcurrentHashMap<>((ConcurrentHashMap<?, ?>) map));

    /** Maps that are copied in this way only if their keys are copied, too. */
    private static final Map<Class<?>, UnaryOperator<Object>> MAPS_BY_HASH = Map.of(
            HashMap.class, map -> ((HashMap<?, ?>) map).clone(), //
            Hashtable.class, map -> ((Hashtable<?, ?>) map).clone());

    private static final Map<Class<?>, UnaryOperator<Object>> SEQUENCES = Map.of(
            LinkedList.class, JdkCopies::ofLinkedList,
            CopyOnWriteArrayList.class, list -> ((CopyOnWriteArrayList<?>) list).clone(),
            ConcurrentLinkedQueue.class, queue -> new ConcurrentLinkedQueue<>((ConcurrentLinkedQueue<?>) queue),
            ConcurrentLinkedDeque.class, queue -> new ConcurrentLinkedDeque<>((ConcurrentLinkedDeque<?>) queue));

    private static final Set<Class<?>> REPLACEABLE =
            Set.of(LinkedHashMap.class, TreeMap.class, EnumMap.class, IdentityHashMap.class, LinkedList.class);

    private static final long MODIFICATIONS = modifications();

    private JdkCopies() {}

    /** Whether a copy iterates like the original, and its values or elements can be replaced meanwhile. */
    public static boolean isReplaceable(Class<?> type) {
        return REPLACEABLE.contains(type);
    }

    public static @Nullable UnaryOperator<Object> ofMap(Class<?> type) {
        return MAPS.get(type);
    }

    public static @Nullable UnaryOperator<Object> ofMapByHash(Class<?> type) {
        return MAPS_BY_HASH.get(type);
    }

    public static @Nullable UnaryOperator<Object> ofSequence(Class<?> type) {
        return SEQUENCES.get(type);
    }

    /** For objects that refer to nothing of the application. */
    public static @Nullable UnaryOperator<Object> ofScalar(Class<?> type) {
        if (Date.class.isAssignableFrom(type)) {
            return date -> ((Date) date).clone();
        }
        if (Calendar.class.isAssignableFrom(type)) {
            return calendar -> ((Calendar) calendar).clone();
        }
        if (TimeZone.class.isAssignableFrom(type)) {
            return zone -> ((TimeZone) zone).clone();
        }
        if (Format.class.isAssignableFrom(type)) {
            return format -> ((Format) format).clone();
        }
        return EnumSet.class.isAssignableFrom(type) ? set -> ((EnumSet<?>) set).clone() : null;
    }

    /** With its count of changes: a view of a part of the list compares its own with it. */
    private static Object ofLinkedList(Object list) {
        Object copy = ((LinkedList<?>) list).clone();
        Heap.putInt(copy, MODIFICATIONS, Heap.getInt(list, MODIFICATIONS));
        return copy;
    }

    /** Whether two objects of one class, which their class copies, have the same content in the same order. */
    public static boolean areEqual(Object one, Object other) {
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> another) {
            return new ArrayList<>(map.entrySet()).equals(new ArrayList<>(another.entrySet()));
        }
        if (one instanceof Collection<?> all && other instanceof Collection<?> others) {
            return new ArrayList<>(all).equals(new ArrayList<>(others));
        }
        return one.equals(other);
    }

    private static long modifications() {
        try {
            return Heap.offsetOf(AbstractList.class.getDeclaredField("modCount"));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
