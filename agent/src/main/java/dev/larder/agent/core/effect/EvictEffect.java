package dev.larder.agent.core.effect;

import dev.larder.agent.core.plan.EvictPhase;
import java.util.List;

/** One {@code @CacheEvict}, compiled. Only a phase with a result has templates that need the result. */
public record EvictEffect(EvictPhase phase, List<Template> keys, List<Template> tags, List<Template> patterns) {

    /** The eviction in place of a put that cannot store. */
    public static EvictEffect ofKey(Template key) {
        return new EvictEffect(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of());
    }

    public EvictEffect {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        patterns = List.copyOf(patterns);
    }
}
