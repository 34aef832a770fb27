package dev.larder.sample.user;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a user was here.
 *
 * @param lastVisit in UTC; null for never
 */
public record Presence(long userId, @Nullable LocalDateTime lastVisit) {}
