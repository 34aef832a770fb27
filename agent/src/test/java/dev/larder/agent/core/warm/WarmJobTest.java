package dev.larder.agent.core.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.WarmSchedule;
import dev.larder.agent.fixtures.FakeTicker;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a method is due. The clock on the wall and the monotonic one go on together. */
final class WarmJobTest {

    private final FakeTicker ticker = new FakeTicker();
    private ZonedDateTime now = ZonedDateTime.parse("2026-01-15T12:00Z");

    /** A job does not keep it alive. */
    private final List<Warmable> kept = new ArrayList<>();

    private WarmJob job(String schedule, Duration ttl) throws Refusal {
        Warmable method = new Method(WarmSchedule.parse(schedule), ttl.toMillis());
        kept.add(method);
        return new WarmJob(method, ticker.nanoTime(), new SplittableRandom(1));
    }

    private void advance(Duration time) {
        ticker.advance(time);
        now = now.plus(time);
    }

    private Duration dueIn(WarmJob job) {
        return Duration.ofNanos(job.dueNanos - ticker.nanoTime());
    }

    private boolean isTurn(WarmJob job) {
        return job.isTurn(ticker.nanoTime(), now);
    }

    private void over(WarmJob job) {
        job.over(ticker.nanoTime(), now);
    }

    private void refused(WarmJob job) {
        job.refused(ticker.nanoTime(), now);
    }

    @Test
    void period_comesAgainALittleBeforeItsEnd_countedFromTheBeginningOfTheTurn() throws Refusal {
        WarmJob job = job("10m", Duration.ofHours(1));
        assertThat(isTurn(job)).isTrue();
        job.begin(ticker.nanoTime());
        advance(Duration.ofMinutes(4));

        assertThat(job.restMillisAtEnd(ticker.nanoTime(), now))
                .isEqualTo(Duration.ofMinutes(5).toMillis());
        over(job);

        assertThat(dueIn(job)).isBetween(Duration.ofSeconds(324), Duration.ofMinutes(6));
        advance(dueIn(job));
        assertThat(isTurn(job)).isTrue();
    }

    @Test
    void period_thatAnotherProcessHas_isAskedForAgainAndAgain() throws Refusal {
        WarmJob job = job("10m", Duration.ofHours(1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(isTurn(job)).isTrue();
            refused(job);
            assertThat(dueIn(job)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(30));
            advance(dueIn(job));
        }
        assertThat(job.isSettled()).isTrue();
    }

    @Test
    void time_isLookedAtNowAndThen_sinceClocksAreSet() throws Refusal {
        WarmJob job = job("05:30", Duration.ofHours(1));
        over(job);
        assertThat(dueIn(job)).isEqualTo(Duration.ofSeconds(20));
        assertThat(isTurn(job)).isFalse();

        now = ZonedDateTime.parse("2026-01-16T05:29:50Z");
        assertThat(isTurn(job)).isFalse();
        assertThat(dueIn(job)).isEqualTo(Duration.ofSeconds(10));
        advance(Duration.ofSeconds(10));
        assertThat(isTurn(job)).isTrue();
    }

    @Test
    void time_thatAnotherProcessHas_isAskedForUntilHalfOfItsRest() throws Refusal {
        WarmJob job = job("05:30", Duration.ofHours(1));
        assertThat(job.restMillis(now)).isEqualTo(Duration.ofMinutes(54).toMillis());
        advance(Duration.ofHours(1)); // in which there was no store to ask
        Duration asked = Duration.ZERO;
        while (isTurn(job)) {
            refused(job);
            asked = asked.plus(dueIn(job));
            advance(dueIn(job));
        }
        assertThat(asked).isBetween(Duration.ofMinutes(27), Duration.ofMinutes(29));
    }

    @Test
    void entries_thatEndBeforeTheNextTurnHasEnded_areRenewed_unlessTheyAreNew() throws Refusal {
        assertThat(job("10m", Duration.ofHours(1)).renewMillis(now))
                .isEqualTo(Duration.ofMinutes(11).toMillis());
        assertThat(job("10m", Duration.ofMinutes(10)).renewMillis(now))
                .isEqualTo(Duration.ofMinutes(8).toMillis());
        assertThat(job("", Duration.ofMinutes(10)).renewMillis(now)).isZero();
    }

    @Test
    void start_comesOnce() throws Refusal {
        WarmJob job = job("", Duration.ofMinutes(1));
        assertThat(job.isSettled()).isFalse();
        over(job);
        assertThat(job.isSettled()).isTrue();
        advance(Duration.ofDays(300));
        assertThat(isTurn(job)).isFalse();
    }

    @Test
    void failures_areTriedAgainLaterAndLater_fiveTimesInAll() throws Refusal {
        WarmJob job = job("1d", Duration.ofMinutes(1));
        List<@Nullable Duration> steps = new ArrayList<>();
        for (int i = 0; i < WarmJob.MOST_ATTEMPTS; i++) {
            steps.add(job.failed(ticker.nanoTime()));
        }
        assertThat(steps)
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(64),
                        null);
        assertThat(job.isSettled()).isFalse();
    }

    private record Method(WarmSchedule schedule, long ttlMillis) implements Warmable {

        @Override
        public String signature() {
            return "test.Method()";
        }

        @Override
        public Tier tier() {
            return Tier.SHARED;
        }

        @Override
        public boolean isSensitive() {
            return false;
        }

        @Override
        public Type valueType() {
            return String.class;
        }

        @Override
        public @Nullable ClassLoader loader() {
            return null;
        }

        @Override
        public List<Object> subjects(long leastAgeNanos, int attempt) {
            return List.of();
        }

        @Override
        public Arguments arguments(Object subject) {
            throw new AssertionError();
        }

        @Override
        public Object call(Object subject, @Nullable Object[] arguments, long renewNanos) {
            throw new AssertionError();
        }
    }
}
