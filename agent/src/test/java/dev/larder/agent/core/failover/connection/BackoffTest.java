package dev.larder.agent.core.failover.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    @Test
    void nextMillis_againAndAgain_growsToItsBoundWithJitter() {
        for (long step : new long[] {50, 100, 200, 400, 800, 1_000, 1_000, 1_000}) {
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

    @Test
    void nextMillisAfter_anAttemptThatTookLong_isShort() {
        for (int i = 0; i < 10; i++) {
            backoff.nextMillis();
        }
        assertThat(backoff.nextMillisAfter(Duration.ofSeconds(2).toNanos())).isEqualTo(25);
        assertThat(backoff.nextMillisAfter(0)).isBetween(500L, 1_000L);
    }

    /** A new password is used within ten seconds. */
    @Test
    void f15_refusedMillis_isSecondsWithJitter() {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.refusedMillis()).isBetween(2_500L, 5_000L);
        }
    }
}
