package dev.larder.agent.core.codec.copy;

import java.text.Format;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that are copied by their own methods and not by their fields, since their objects are long
 * chains, or their entries lie where hash codes put them.
 *
 * <p><b>Threads.</b> Immutable.
 */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // applications still have them
final class JdkCopies {

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
    static boolean isReplaceable(Class<?> type) {
        return REPLACEABLE.contains(type);
    }

    static @Nullable UnaryOperator<Object> ofMap(Class<?> type) {
        return MAPS.get(type);
    }

    static @Nullable UnaryOperator<Object> ofMapByHash(Class<?> type) {
        return MAPS_BY_HASH.get(type);
    }

    static @Nullable UnaryOperator<Object> ofSequence(Class<?> type) {
        return SEQUENCES.get(type);
    }

    /** For objects that refer to nothing of the application. */
    static @Nullable UnaryOperator<Object> ofScalar(Class<?> type) {
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

    private static boolean areEqual(Object one, Object other) {
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

    /** An object that its own class copies. */
    static final class Whole extends Part {

        private final Object kept;
        private final UnaryOperator<Object> cloning;

        Whole(Object original, UnaryOperator<Object> cloning) {
            this.kept = cloning.apply(original);
            this.cloning = cloning;
        }

        @Override
        Object begin() {
            return cloning.apply(kept);
        }

        @Override
        void finish(Object copy, Object[] repeated) {}

        @Override
        boolean isLike(Part other, PartComparison comparison) {
            return areEqual(kept, ((Whole) other).kept);
        }
    }

    /** A map with shared keys, or a list: it is copied with its values or elements, and some of these are then replaced. */
    static final class Replaced extends Part {

        private final Object kept;
        private final UnaryOperator<Object> cloning;
        private @Nullable Part[] parts = {};

        Replaced(Object original, UnaryOperator<Object> cloning) {
            this.kept = cloning.apply(original);
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
            Replaced replaced = (Replaced) other;
            return areEqual(kept, replaced.kept) && comparison.areAlike(parts, replaced.parts);
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

    /** A map or a sequence that is filled anew, since its copy has other keys or elements. */
    static final class Refilled extends Part {

        private final Object empty;
        private final UnaryOperator<Object> cloning;
        private Contents contents = Contents.NONE;

        Refilled(Object original, UnaryOperator<Object> cloning) {
            this.empty = cloning.apply(original);
            this.cloning = cloning;
            if (empty instanceof Map<?, ?> map) {
                map.clear();
            } else {
                ((Collection<?>) empty).clear();
            }
        }

        void consistsOf(Contents given) {
            contents = given;
        }

        @Override
        Object begin() {
            return cloning.apply(empty);
        }

        @Override
        boolean isLike(Part other, PartComparison comparison) {
            return contents.areLike(((Refilled) other).contents, comparison);
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

    /** A set or map that cannot be changed, and whose elements lie where hash codes put them. */
    static final class Rehashed extends Part {

        private final Object kept;
        private final Layout layout;
        private Contents contents = Contents.NONE;

        Rehashed(Object original, Layout layout) {
            this.kept = layout.shell().copyOf(original);
            this.layout = layout;
        }

        void consistsOf(Contents given) {
            contents = given;
            layout.slots().stream().filter(Slot::isReference).forEach(slot -> Heap.put(kept, slot.offset(), null));
        }

        @Override
        Object begin() {
            return layout.shell().copyOf(kept);
        }

        @Override
        boolean isLike(Part other, PartComparison comparison) {
            return contents.areLike(((Rehashed) other).contents, comparison);
        }

        /** Takes over all fields of another one. */
        @Override
        void finish(Object copy, Object[] repeated) {
            Object filled = filled(contents.copy(repeated));
            for (Slot slot : layout.slots()) {
                if (slot.isReference()) {
                    Heap.put(copy, slot.offset(), Heap.get(filled, slot.offset()));
                } else {
                    Heap.putInt(copy, slot.offset(), Heap.getInt(filled, slot.offset()));
                }
            }
        }

        @SuppressWarnings("NullAway") // neither has nulls
        private Object filled(@Nullable Object[] content) {
            if (!Map.class.isAssignableFrom(layout.type())) {
                return Set.of(content);
            }
            Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[content.length / 2];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = Map.entry(content[2 * i], content[2 * i + 1]);
            }
            return Map.ofEntries(entries);
        }
    }

    /** The elements of a set or sequence, or the keys and values of a map in turn. */
    static final class Contents {

        static final Contents NONE = new Contents(0);

        private final @Nullable Object[] shared;
        private final @Nullable Part[] parts;
        private int size;
        private boolean isCopied;

        Contents(int length) {
            shared = new Object[length];
            parts = new Part[length];
        }

        void add(@Nullable Object value, @Nullable Part part) {
            if (size == shared.length) {
                throw new ConcurrentModificationException();
            }
            shared[size] = part == null ? value : null;
            parts[size++] = part;
            isCopied |= part != null;
        }

        boolean areLike(Contents others, PartComparison comparison) {
            return Arrays.equals(shared, others.shared) && comparison.areAlike(parts, others.parts);
        }

        /** Whether anything in it is copied. */
        boolean isCopied() {
            return isCopied;
        }

        @Nullable
        Part[] parts() {
            return parts;
        }

        @Nullable
        Object[] copy(Object[] repeated) {
            @Nullable Object[] copy = shared.clone();
            for (int i = 0; i < copy.length; i++) {
                Part part = parts[i];
                if (part != null) {
                    copy[i] = part.in(repeated);
                }
            }
            return copy;
        }
    }
}
