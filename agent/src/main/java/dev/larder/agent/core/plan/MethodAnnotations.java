package dev.larder.agent.core.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Larder's annotations of one method, in the order of the class file. */
public record MethodAnnotations(
        @Nullable Written<CachePlan> cached,
        List<Written<EvictPlan>> evictions,
        List<Written<PutPlan>> puts,
        @Nullable Written<WarmPlan> warm) {

    public static final MethodAnnotations NONE = new MethodAnnotations(null, List.of(), List.of(), null);

    public MethodAnnotations {
        evictions = List.copyOf(evictions);
        puts = List.copyOf(puts);
    }

    /** Whether there is none that makes a call something else. {@code @Warm} does not: it is about a cached method, or in vain. */
    public boolean isEmpty() {
        return cached == null && !hasEffects();
    }

    public boolean hasEffects() {
        return !evictions.isEmpty() || !puts.isEmpty();
    }
}
