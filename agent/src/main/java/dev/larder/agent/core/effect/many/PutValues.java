package dev.larder.agent.core.effect.many;

import dev.larder.agent.core.codec.CodecException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How a put of many finds the value of each of its ids. */
public enum PutValues {
    /** In a map by id. */
    BY_ID {
        @Override
        List<@Nullable Object> in(Object all, List<@Nullable Object> ids) throws CodecException {
            if (all instanceof SortedMap<?, ?> sorted && sorted.comparator() != null) {
                throw new CodecException(
                        "its map has a comparator, by which other ids may be equal than by themselves",
                        "Put a map without one.");
            }
            Map<@Nullable Object, @Nullable Object> byId = new LinkedHashMap<>((Map<?, ?>) all);
            List<@Nullable Object> values = new ArrayList<>(ids.size());
            for (Object id : ids) {
                values.add(byId.containsKey(id) ? byId.get(id) : ABSENT);
            }
            return values;
        }
    },

    /** The ids are the values. */
    OWN {
        @Override
        List<@Nullable Object> in(Object all, List<@Nullable Object> ids) {
            return ids; // and not what the collection has by now
        }
    },

    /** In a list or an array, in the order of the ids. */
    IN_ORDER {
        @Override
        List<@Nullable Object> in(Object all, List<@Nullable Object> ids) throws CodecException {
            List<@Nullable Object> values = new ArrayList<>();
            if (all instanceof Iterable<?> iterable) {
                iterable.forEach(values::add);
            } else {
                for (int i = 0; i < Array.getLength(all); i++) {
                    values.add(Array.get(all, i));
                }
            }
            if (values.size() != ids.size()) {
                throw new CodecException(
                        "its value has " + values.size() + " elements for " + ids.size() + " ids",
                        "Put one element for each id in the order of the ids, or a Map by id.");
            }
            return values;
        }
    };

    /** Stands for the value of an id that has none. */
    public static final Object ABSENT = new Object();

    /**
     * The value of each of {@code ids}, in their order.
     *
     * @param all what the put names as its value
     * @throws CodecException if it cannot be told what belongs to which id
     */
    public List<@Nullable Object> of(@Nullable Object all, List<@Nullable Object> ids) throws CodecException {
        if (all == null) {
            throw new CodecException("its value is null", "Put an empty Map or List for no ids.");
        }
        try {
            return in(all, ids);
        } catch (RuntimeException | LinkageError theirs) { // by a collection of the application
            throw new CodecException(
                    "reading its value threw " + theirs.getClass().getName(), "Put a Map or List that can be read.");
        }
    }

    abstract List<@Nullable Object> in(Object all, List<@Nullable Object> ids) throws CodecException;
}
