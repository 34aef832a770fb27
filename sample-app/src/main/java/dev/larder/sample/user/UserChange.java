package dev.larder.sample.user;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What an update may change of a user. */
public record UserChange(
        @NotBlank @Size(max = 100) String name,
        @NotBlank @Size(max = 60) String city) {}
