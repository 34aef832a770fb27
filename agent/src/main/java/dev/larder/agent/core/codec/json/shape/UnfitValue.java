package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.type.PlatformTypes;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a value cannot be written that no declaration of its class would help. Calls no method of the value, which might query a
 * database.
 */
final class UnfitValue {

    /** Of these, only the comparator can be what is not known. */
    private static final Set<Class<?>> TREES =
            Set.of(TreeSet.class, ConcurrentSkipListSet.class, TreeMap.class, ConcurrentSkipListMap.class);

    private UnfitValue() {}

    /** For a collection or a map that is of no kind that is restored. */
    static UnfitClass container(Object value) {
        boolean isMap = value instanceof Map<?, ?>;
        String copy = isMap ? "LinkedHashMap" : value instanceof Set<?> ? "LinkedHashSet" : "ArrayList";
        String remedy = "Copy it, as in new " + copy + "<>(it), or return a record of what callers need.";
        return TREES.contains(value.getClass())
                ? new UnfitClass("is sorted by a comparator that cannot be stored", remedy)
                : new UnfitClass(
                        "is no " + (isMap ? "map" : "collection")
                                + " that can be restored, nor one that behaves like it",
                        remedy);
    }

    /** For a value of the JDK behind a general type; null if declaring its class may help. */
    static @Nullable UnfitClass ofPlatform(Object value) {
        Class<?> type = value.getClass();
        if (!PlatformTypes.contains(type) || type.isArray() || value instanceof Enum<?> || value instanceof Map.Entry) {
            return null;
        }
        return value instanceof Collection<?> || value instanceof Map<?, ?>
                ? container(value)
                : new UnfitClass(
                        "is of a class of the JDK that cannot be stored",
                        "Return what callers need of it: a number, a text, a collection or a record.");
    }
}
