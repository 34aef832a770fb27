package dev.larder.agent.core.engine.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A map by id; an id that it does not have has no value.
 *
 * @param keepsAbsence whether that is kept as null for the id, which a method for one id returns as well; not if values are
 *     collections and the like, since such a method has an empty one then
 */
public record MapResults(boolean keepsAbsence) implements BatchResults {

    @Override
    public @Nullable Misfit distribute(@Nullable Object result, List<BatchItem> asked) {
        if (!(result instanceof Map<?, ?> map)) {
            return new Misfit("it is null", "Return an empty map if no id has a value.");
        }
        if (map instanceof SortedMap<?, ?> sorted && sorted.comparator() != null) {
            return new Misfit(
                    "its map has a comparator, by which other ids may be equal than by themselves",
                    "Return a map without one.");
        }
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>(map);
        for (BatchItem item : asked) {
            if (copy.containsKey(item.id())) {
                item.returned(copy.get(item.id()));
            } else if (item.id() != null && map.containsKey(item.id())) {
                return new Misfit(
                        "its map takes ids for equal that are not, so that it answers for ids that a hit would leave out",
                        "Return a map that compares its keys by equals, such as a HashMap.");
            } else {
                item.returnedNothing();
            }
        }
        return null;
    }

    /** An id that is mapped to null could not be told from one that is left out. */
    @Override
    public @Nullable Misfit doubt(@Nullable Object result, List<BatchItem> asked) {
        Misfit doubt = null;
        int present = 0;
        for (BatchItem item : asked) {
            present += item.isPresent() ? 1 : 0;
            if (item.isPresent() && item.value() == null) {
                item.markUnfit();
                doubt = new Misfit("it maps an id to null", "Leave ids out that have no value.");
            }
        }
        if (((Map<?, ?>) Objects.requireNonNull(result)).size() != present) {
            asked.forEach(BatchItem::markUnfit);
            return new Misfit(
                    "its map has keys that are none of the ids, which a hit would not have",
                    "Use the ids that were passed as keys, and no others.");
        }
        if (!keepsAbsence) {
            asked.stream().filter(item -> !item.isPresent()).forEach(BatchItem::markUnfit);
        }
        return doubt;
    }

    @Override
    public Object of(List<BatchItem> all) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (BatchItem item : all) {
            if (item.isPresent()) {
                map.put(item.id(), item.value());
            }
        }
        return map;
    }
}
