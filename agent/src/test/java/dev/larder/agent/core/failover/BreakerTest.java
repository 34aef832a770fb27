package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerTest {

    private final FakeTicker ticker = new FakeTicker();
    private final Breaker breaker = new Breaker(ticker);

    @Test
    void failed_oneCallerTimingOutAgainAndAgain_opensWithinTenCalls() {
        int calls = 0;
        boolean open = false;
        while (!open && calls < 10) {
            ticker.advance(Duration.ofMillis(100));
            calls++;
            open = breaker.failed();
        }
        assertThat(open).isTrue();
    }

    @Test
    void failed_manyCallersInOneStall_staysClosed() {
        for (int i = 0; i < 100; i++) {
            assertThat(breaker.failed()).isFalse();
        }
    }

    @Test
    void failed_stallThatGoesOn_opens() {
        for (int i = 0; i < 100; i++) {
            breaker.failed();
        }
        ticker.advance(Breaker.SPAN);
        assertThat(breaker.failed()).isTrue();
    }

    @Test
    void succeeded_inBetween_startsAnew() {
        for (int i = 0; i < 20; i++) {
            ticker.advance(Duration.ofMillis(100));
            assertThat(breaker.failed()).isFalse();
            if (i % 2 == 1) {
                breaker.succeeded();
            }
        }
    }
}
