package dev.larder.sample.project;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * Something a user has just done in a project.
 *
 * @param minutes how long it took
 */
public record NewEvent(
        @Min(1) long userId,
        @NotNull EventKind kind,
        @Min(1) @Max(100) int points,
        @Min(1) @Max(1440) int minutes) {}
