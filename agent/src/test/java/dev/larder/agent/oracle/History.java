package dev.larder.agent.oracle;

import java.util.List;

/** All calls of a schedule, in the order in which they returned. */
record History(List<Read> reads, List<Eviction> evictions) {

    History {
        reads = List.copyOf(reads);
        evictions = List.copyOf(evictions);
    }
}
