package dev.larder.sample.community;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What to analyse.
 *
 * @param topic null for all topics
 * @param top how many projects per topic; null for 3
 */
public record PerformanceQuery(
        @Nullable @Size(max = 20) String topic,
        @Nullable @Min(1) @Max(50) Integer top) {

    public PerformanceQuery {
        top = top == null ? 3 : top;
    }
}
