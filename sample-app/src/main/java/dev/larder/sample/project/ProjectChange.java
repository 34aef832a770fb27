package dev.larder.sample.project;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What an update may change of a project. */
public record ProjectChange(@NotBlank @Size(max = 100) String name) {}
