package dev.larder.agent.core.plan;

import java.util.List;

/**
 * One {@code @CacheEvict}.
 *
 * @param sensitive whether its keys and tags are secret, those of sensitive methods
 */
public record EvictPlan(
        EvictPhase phase, List<String> keys, List<String> tags, List<String> patterns, boolean sensitive) {

    public static final String DESCRIPTOR = "Ldev/larder/CacheEvict;";
    public static final String LIST_DESCRIPTOR = "Ldev/larder/CacheEvict$List;";

    public EvictPlan {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        patterns = List.copyOf(patterns);
    }

    /** Of entries that are not secret. */
    public EvictPlan(EvictPhase phase, List<String> keys, List<String> tags, List<String> patterns) {
        this(phase, keys, tags, patterns, false);
    }

    public static EvictPlan of(AnnotationValues values) {
        return new EvictPlan(
                values.constant("phase", EvictPhase.AFTER_SUCCESS),
                values.texts("key"),
                values.texts("tag"),
                values.texts("pattern"),
                values.flag("sensitive"));
    }

    /** The eviction in place of a {@code @CachePut} that cannot store. */
    public static EvictPlan insteadOfPut(String key, boolean sensitive) {
        return new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of(), sensitive);
    }

    /** Whether it names nothing to evict. */
    public boolean isEmpty() {
        return keys.isEmpty() && tags.isEmpty() && patterns.isEmpty();
    }

    void write(PlanText.Writer out) {
        out.add(phase).add(keys).add(tags).add(patterns).add(sensitive);
    }

    static EvictPlan read(PlanText.Reader in) {
        return new EvictPlan(in.constant(EvictPhase.class), in.texts(), in.texts(), in.texts(), in.flag());
    }
}
