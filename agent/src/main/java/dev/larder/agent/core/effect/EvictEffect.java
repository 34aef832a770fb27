package dev.larder.agent.core.effect;

import java.util.List;

/** One {@code @CacheEvict}, compiled. Templates that need the result stand only where the phase has one. */
public record EvictEffect(Phase phase, List<Template> keys, List<Template> tags, List<Template> patterns) {

    public EvictEffect {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        patterns = List.copyOf(patterns);
    }
}
