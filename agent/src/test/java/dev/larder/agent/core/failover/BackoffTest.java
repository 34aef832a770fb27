package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    @Test
    void nextMillis_againAndAgain_growsToItsBoundWithJitter() {
        for (long step : new long[] {50, 100, 200, 400, 800, 1_500, 1_500, 1_500}) {
            assertThat(backoff.nextMillis()).isBetween(step / 2, step);
        }
        assertThat(backoff.nextMillis()).isNotEqualTo(backoff.nextMillis());
    }

    @Test
    void nextMillis_afterReset_isShortAgain() {
        for (int i = 0; i < 10; i++) {
            backoff.nextMillis();
        }
        backoff.reset();
        assertThat(backoff.nextMillis()).isBetween(25L, 50L);
    }
}
