package dev.larder.agent.core.weave;

import java.util.List;

/**
 * One {@code @CacheEvict}, checked. There is at least one template.
 *
 * @param phase a constant's name of {@code CacheEvict.Phase}
 */
public record EvictPlan(String phase, List<String> keys, List<String> tags, List<String> patterns) {

    static final String AFTER_SUCCESS = "AFTER_SUCCESS";

    public EvictPlan {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        patterns = List.copyOf(patterns);
    }

    /** What becomes of a {@code @CachePut} that cannot store. */
    static EvictPlan insteadOfPut(String key) {
        return new EvictPlan(AFTER_SUCCESS, List.of(key), List.of(), List.of());
    }

    void write(PlanText.Writer out) {
        out.add(phase).add(keys).add(tags).add(patterns);
    }

    static EvictPlan read(PlanText.Reader in) {
        return new EvictPlan(in.text(), in.texts(), in.texts(), in.texts());
    }
}
