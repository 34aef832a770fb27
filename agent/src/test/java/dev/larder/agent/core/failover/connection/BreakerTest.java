package dev.larder.agent.core.failover.connection;

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

    /** Not in a row: one success among them says that Redis lives, and not that it is of use. */
    @Test
    void f16_twoOfThreeNotAnsweredInTime_opens() {
        boolean open = false;
        for (int i = 0; i < 12 && !open; i++) {
            ticker.advance(Duration.ofMillis(100));
            if (i % 3 == 2) {
                breaker.succeeded();
            } else {
                open = breaker.failed();
            }
        }
        assertThat(open).isTrue();
    }

    @Test
    void f16_oneOfThreeNotAnsweredInTime_staysClosed() {
        for (int i = 0; i < 60; i++) {
            ticker.advance(Duration.ofMillis(100));
            if (i % 3 == 2) {
                assertThat(breaker.failed()).isFalse();
            } else {
                breaker.succeeded();
            }
        }
    }

    /** What was good for long weighs no more than the last second. */
    @Test
    void f16_busyAndWellThenNoneAnswered_opensWithinHalfASecond() {
        for (int i = 0; i < 10_000; i++) {
            ticker.advance(Duration.ofMillis(1));
            breaker.succeeded();
        }
        int millis = 0;
        boolean open = false;
        while (!open && millis < 500) {
            ticker.advance(Duration.ofMillis(10));
            millis += 10;
            open = breaker.failed();
        }
        assertThat(open).isTrue();
    }

    @Test
    void f16_fewOfManyNotAnsweredInTime_staysClosed() {
        for (int i = 0; i < 10_000; i++) {
            ticker.advance(Duration.ofMillis(1));
            if (i % 10 == 0) {
                assertThat(breaker.failed()).isFalse();
            } else {
                breaker.succeeded();
            }
        }
    }

    @Test
    void f16_oneCallASecond_opensAfterAFew() {
        int calls = 0;
        boolean open = false;
        while (!open && calls < 6) {
            ticker.advance(Duration.ofSeconds(1));
            calls++;
            open = breaker.failed();
        }
        assertThat(open).isTrue();
    }

    @Test
    void failed_longAgo_isForgotten() {
        for (int i = 0; i < 3; i++) {
            ticker.advance(Duration.ofMillis(100));
            breaker.failed();
        }
        ticker.advance(Breaker.WINDOW.plus(Breaker.SLOT));
        assertThat(breaker.failed()).isFalse();
    }

    @Test
    void reset_afterFailures_startsAnew() {
        for (int i = 0; i < 3; i++) {
            ticker.advance(Duration.ofMillis(100));
            breaker.failed();
        }
        breaker.reset();
        ticker.advance(Duration.ofMillis(100));
        assertThat(breaker.failed()).isFalse();
    }
}
