package dev.larder.agent.core.engine.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list with one element for each id, in their order; null stands for an id that has no value. */
public record ListResults() implements BatchResults {

    @Override
    public @Nullable Misfit distribute(@Nullable Object result, List<BatchItem> asked) {
        if (!(result instanceof List<?> list)) {
            return new Misfit("it is null", "Return an empty list for no ids.");
        }
        List<@Nullable Object> values = new ArrayList<>(list);
        if (values.size() != asked.size()) {
            return new Misfit(
                    "its list has " + values.size() + " elements for " + asked.size() + " ids",
                    "Return one element for each id in the order of the ids, null for one that has no value; or return a Map.");
        }
        Iterator<@Nullable Object> each = values.iterator();
        for (BatchItem item : asked) {
            item.returned(each.next());
        }
        return null;
    }

    @Override
    public @Nullable Misfit doubt(@Nullable Object result, List<BatchItem> asked) {
        return null;
    }

    @Override
    public Object of(List<BatchItem> all) {
        List<@Nullable Object> list = new ArrayList<>(all.size());
        for (BatchItem item : all) {
            list.add(item.value());
        }
        return list;
    }
}
