package dev.larder.agent.core.weave;

import java.util.List;

/**
 * One {@code @CachePut}, checked.
 *
 * @param value the parameter to store, from 0, without the receiver; -1 for the result
 * @param ttlMillis greater than 0
 * @param nullTtlMillis 0 when null evicts
 */
public record PutPlan(String key, int value, List<String> tags, long ttlMillis, long nullTtlMillis) {

    public PutPlan {
        tags = List.copyOf(tags);
    }
}
