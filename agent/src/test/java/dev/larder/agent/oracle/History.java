package dev.larder.agent.oracle;

import java.util.List;

/** All calls of a schedule, in the order in which they returned, and when it kept which worker from Redis. */
record History(List<Read> reads, List<Eviction> evictions, List<Cut> cuts) {

    History {
        reads = List.copyOf(reads);
        evictions = List.copyOf(evictions);
        cuts = List.copyOf(cuts);
    }
}
