package dev.larder.agent.core.config;

import dev.larder.agent.core.base.Tier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Overrides for one method; null leaves the annotation's value.
 */
public record MethodConfig(
        @Nullable Duration ttl,
        @Nullable Boolean enabled,
        @Nullable Duration staleTtl,
        @Nullable Duration staleIfError,
        @Nullable Double refreshAhead,
        @Nullable Tier tier) {

    /** Overrides nothing. */
    public static final MethodConfig NONE = new MethodConfig(null, null);

    public MethodConfig(@Nullable Duration ttl, @Nullable Boolean enabled) {
        this(ttl, enabled, null, null, null, null);
    }
}
