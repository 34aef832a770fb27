package dev.larder.agent.core.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Overrides for one method; null leaves the annotation's value.
 */
public record MethodConfig(@Nullable Duration ttl, @Nullable Boolean enabled) {}
