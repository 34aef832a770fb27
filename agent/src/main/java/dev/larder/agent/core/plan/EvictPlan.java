package dev.larder.agent.core.plan;

import java.util.List;

/** One {@code @CacheEvict}. */
public record EvictPlan(EvictPhase phase, List<String> keys, List<String> tags, List<String> patterns) {

    public static final String DESCRIPTOR = "Ldev/larder/CacheEvict;";
    public static final String LIST_DESCRIPTOR = "Ldev/larder/CacheEvict$List;";

    public EvictPlan {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        patterns = List.copyOf(patterns);
    }

    public static EvictPlan of(AnnotationValues values) {
        return new EvictPlan(
                values.constant("phase", EvictPhase.AFTER_SUCCESS),
                values.texts("key"),
                values.texts("tag"),
                values.texts("pattern"));
    }

    /** The eviction in place of a {@code @CachePut} that cannot store. */
    public static EvictPlan insteadOfPut(String key) {
        return new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of());
    }

    /** Whether it names nothing to evict. */
    public boolean isEmpty() {
        return keys.isEmpty() && tags.isEmpty() && patterns.isEmpty();
    }

    void write(PlanText.Writer out) {
        out.add(phase).add(keys).add(tags).add(patterns);
    }

    static EvictPlan read(PlanText.Reader in) {
        return new EvictPlan(in.constant(EvictPhase.class), in.texts(), in.texts(), in.texts());
    }
}
