package dev.larder.agent.core.direct;

import java.util.List;

/**
 * The settings of a handle for the entries that it reads and stores.
 *
 * @param ttlMillis greater than 0
 * @param tags rendered
 */
record Terms(long ttlMillis, List<String> tags) {

    Terms {
        tags = List.copyOf(tags);
    }
}
