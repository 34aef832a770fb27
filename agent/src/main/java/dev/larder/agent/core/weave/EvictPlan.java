package dev.larder.agent.core.weave;

import java.util.List;

/**
 * One {@code @CacheEvict}, checked.
 *
 * @param phase a constant's name of {@code CacheEvict.Phase}
 */
public record EvictPlan(String phase, List<String> keys, List<String> tags, List<String> patterns) {

    public EvictPlan {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        patterns = List.copyOf(patterns);
    }
}
