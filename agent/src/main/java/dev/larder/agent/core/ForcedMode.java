package dev.larder.agent.core;

import dev.larder.agent.core.failover.phase.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A mode that an operator chooses for a time.
 *
 * @param mode {@code OFF}, {@code MEMORY} or {@code REDIS}
 * @param time from a second to a day
 */
record ForcedMode(Mode mode, Duration time) {

    /** What ends a forced mode. */
    static final String AUTO = "AUTO";

    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    /** @throws IllegalArgumentException with a sentence for the operator */
    static ForcedMode of(String mode, long seconds) {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("The seconds must be from 1 to " + LONGEST_SECONDS + ".");
        }
        return switch (mode) {
            case "OFF" -> new ForcedMode(Mode.OFF, Duration.ofSeconds(seconds));
            case "MEMORY" -> new ForcedMode(Mode.MEMORY, Duration.ofSeconds(seconds));
            case "REDIS" -> new ForcedMode(Mode.REDIS, Duration.ofSeconds(seconds));
            default -> throw new IllegalArgumentException("The mode must be OFF, MEMORY, REDIS or " + AUTO + ".");
        };
    }

    String reason() {
        return "an operator chose the mode " + mode + " until "
                + Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
    }
}
