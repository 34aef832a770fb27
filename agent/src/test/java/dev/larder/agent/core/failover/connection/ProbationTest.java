package dev.larder.agent.core.failover.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProbationTest {

    private final FakeTicker ticker = new FakeTicker();
    private final Probation probation = new Probation(ticker);

    @Test
    void length_neverLost_isNone() {
        assertThat(probation.length()).isZero();
    }

    @Test
    void f23_lostAgainAndAgain_growsToItsBound() {
        for (long millis : new long[] {300, 600, 1_200, 2_400, 2_400, 2_400, 2_400, 2_400, 2_400, 2_400}) {
            ticker.advance(Duration.ofSeconds(2));
            probation.lost();
            assertThat(probation.length()).isEqualTo(Duration.ofMillis(millis));
        }
    }

    /** After an hour without Redis nobody asks how often it was lost before. */
    @Test
    void f23_lossesOfLongAgo_areForgotten() {
        for (int i = 0; i < 20; i++) {
            probation.lost();
        }
        ticker.advance(Probation.MEMORY);
        assertThat(probation.length()).isEqualTo(Probation.FIRST);
    }
}
