package dev.larder.agent.core.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Larder's annotations of one method, in the order of the class file. */
public record MethodAnnotations(
        @Nullable Written<CachePlan> cached, List<Written<EvictPlan>> evictions, List<Written<PutPlan>> puts) {

    public static final MethodAnnotations NONE = new MethodAnnotations(null, List.of(), List.of());

    public MethodAnnotations {
        evictions = List.copyOf(evictions);
        puts = List.copyOf(puts);
    }

    public boolean isEmpty() {
        return cached == null && !hasEffects();
    }

    public boolean hasEffects() {
        return !evictions.isEmpty() || !puts.isEmpty();
    }
}
