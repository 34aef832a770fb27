package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a value with its copy: same classes, or those that are restored in their place, same content, and the same sharing of objects.
 *
 * <p>Fields are read by reflection; no method of the application is called. The elements of a hash-based collection
 * have no defined order: they are compared in the order in which they were added to the copy.
 *
 * <p><b>Threads.</b> Confined to one call; used once.
 */
public final class GraphComparison {

    private static final int MAX_DEPTH = 400;

    private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
    private final Arrivals arrivals;

    private GraphComparison(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /**
     * Finds the first place where {@code copy} differs.
     *
     * @param arrivals recorded while {@code copy} was made
     * @return the place and the difference, with types and never with values; null if there is none
     */
    public static @Nullable String difference(@Nullable Object value, @Nullable Object copy, Arrivals arrivals) {
        String found = new GraphComparison(arrivals).compare(value, copy, 0);
        return found == null ? null : "$" + found;
    }

    private @Nullable String compare(@Nullable Object original, @Nullable Object copy, int depth) {
        if (original == copy) { // null, or a constant, which a copy shares
            return null;
        }
        Object value = original == null ? null : HibernateState.behind(original);
        if (value == null || copy == null) {
            return ": " + typeOf(value) + " came back as " + typeOf(copy);
        }
        if (value.getClass() != copy.getClass() && !isOfEqualKind(value, copy)) {
            return ": " + typeOf(value) + " came back as " + typeOf(copy);
        }
        if (depth > MAX_DEPTH) {
            return ": nested too deeply to be compared";
        }
        if (isLeaf(value)) {
            return value.equals(copy) ? null : ": " + typeOf(value) + " came back with another content";
        }
        if (value instanceof Optional<?> optional) { // value-based: it has no identity
            return compare(optional.orElse(null), ((Optional<?>) copy).orElse(null), depth + 1);
        }
        Object known = copies.putIfAbsent(value, copy);
        if (known != null) {
            return known == copy ? null : ": " + typeOf(value) + " is one object in two places, its copy is two";
        }
        return compareContent(value, copy, depth + 1);
    }

    /** Whether {@code copy} is what is restored in place of {@code value}. */
    private static boolean isOfEqualKind(Object value, Object copy) {
        if (value instanceof Map.Entry<?, ?>) {
            return EntryKind.of(value) != null && EntryKind.of(value) == EntryKind.of(copy);
        }
        if (value instanceof Map<?, ?>) {
            return MapKind.of(value) != null && MapKind.of(value) == MapKind.of(copy);
        }
        return value instanceof Collection<?>
                && CollectionKind.of(value) != null
                && CollectionKind.of(value) == CollectionKind.of(copy);
    }

    private static String typeOf(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getTypeName();
    }

    private static boolean isLeaf(Object value) {
        return value instanceof Enum<?>
                || (PlatformTypes.contains(value.getClass())
                        && !value.getClass().isArray()
                        && !(value instanceof Collection<?>)
                        && !(value instanceof Map<?, ?>)
                        && !(value instanceof Map.Entry<?, ?>)
                        && !(value instanceof Optional<?>));
    }

    private @Nullable String compareContent(Object value, Object copy, int depth) {
        if (value.getClass().isArray()) {
            return compareArrays(value, copy, depth);
        }
        if (!PlatformTypes.contains(value.getClass()) && value.getClass() == copy.getClass()) {
            return compareFields(value, copy, depth);
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            Map.Entry<?, ?> other = (Map.Entry<?, ?>) copy;
            String key = at(".key", compare(entry.getKey(), other.getKey(), depth));
            return key != null ? key : at(".value", compare(entry.getValue(), other.getValue(), depth));
        }
        return value instanceof Map<?, ?> map
                ? compareMaps(map, (Map<?, ?>) copy, depth)
                : compareElements((Collection<?>) value, (Collection<?>) copy, depth);
    }

    private @Nullable String compareArrays(Object value, Object copy, int depth) {
        int length = Array.getLength(value);
        if (length != Array.getLength(copy)) {
            return ": " + typeOf(value) + " came back with another length";
        }
        if (value instanceof byte[] bytes) {
            return Arrays.equals(bytes, (byte[]) copy) ? null : ": byte[] came back with another content";
        }
        for (int i = 0; i < length; i++) {
            String found = compare(Array.get(value, i), Array.get(copy, i), depth);
            if (found != null) {
                return "[" + i + "]" + found;
            }
        }
        return null;
    }

    private @Nullable String compareFields(Object value, Object copy, int depth) {
        ObjectState state = ObjectState.of(value.getClass());
        UnfitClass refusal = state.refusal();
        if (refusal != null) {
            return ": " + typeOf(value) + " " + refusal.reason();
        }
        for (StateField field : state.fields()) {
            String found = compareField(field, value, copy, depth);
            if (found != null) {
                return "." + field.name() + found;
            }
        }
        return null;
    }

    private @Nullable String compareField(StateField field, Object value, Object copy, int depth) {
        try {
            return compare(field.valueOf(value), field.valueOf(copy), depth);
        } catch (IllegalAccessException e) {
            return ": cannot be read";
        }
    }

    private @Nullable String compareElements(Collection<?> value, Collection<?> copy, int depth) {
        if (value.size() != copy.size()) {
            return ": " + typeOf(value) + " came back with another size";
        }
        Iterator<?> others = arrivals.at(copy, copy.iterator());
        int index = 0;
        for (Object element : value) {
            String found = compare(element, others.next(), depth);
            if (found != null) {
                return "[" + index + "]" + found;
            }
            index++;
        }
        return null;
    }

    private @Nullable String compareMaps(Map<?, ?> value, Map<?, ?> copy, int depth) {
        if (value.size() != copy.size()) {
            return ": " + typeOf(value) + " came back with another size";
        }
        Iterator<?> others = arrivals.at(copy, inTurn(copy));
        int index = 0;
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            String key = at(".key", compare(entry.getKey(), others.next(), depth));
            String found = key != null ? key : at(".value", compare(entry.getValue(), others.next(), depth));
            if (found != null) {
                return "[" + index + "]" + found;
            }
            index++;
        }
        return null;
    }

    private static Iterator<?> inTurn(Map<?, ?> map) {
        return map.entrySet().stream()
                .flatMap(entry -> Arrays.<Object>asList(entry.getKey(), entry.getValue()).stream())
                .iterator();
    }

    private static @Nullable String at(String step, @Nullable String found) {
        return found == null ? null : step + found;
    }
}
