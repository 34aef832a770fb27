package dev.larder.benchmarks.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** As {@link HandWritten}, with a list of his own for each caller: what Larder promises for values that can change. */
final class HandWrittenCopies extends HandWritten {

    HandWrittenCopies(CacheLimits limits) {
        super(limits);
    }

    @Override
    public List<Item> items(long id) {
        return super.items(id).stream().map(Item::copy).collect(Collectors.toList());
    }
}
