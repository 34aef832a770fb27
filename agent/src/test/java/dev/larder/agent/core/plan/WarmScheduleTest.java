package dev.larder.agent.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WarmScheduleTest {

    private static final String WINTER = "2026-01-15T12:00+01:00[Europe/Berlin]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30s | PT30S",
                "10m | PT10M",
                " 2h | PT2H",
                "1d | PT24H",
                "05:30 | PT17H30M",
                "5:30, 17:30 | PT5H30M",
                "17:30 ,05:30 | PT5H30M",
                "12:00 | PT24H"
            })
    void schedule_hasADurationOrTimesOfTheDay(String text, Duration untilNext) throws Refusal {
        assertThat(WarmSchedule.parse(text).untilNext(ZonedDateTime.parse(WINTER)))
                .isEqualTo(untilNext);
    }

    @Test
    void schedule_ofNothing_hasNoNextTurn() throws Refusal {
        assertThat(WarmSchedule.parse("").untilNext(ZonedDateTime.parse(WINTER)))
                .isNull();
    }

    @Test
    void time_thatTheClocksSkip_comesAsMuchLater() throws Refusal {
        ZonedDateTime before = ZonedDateTime.parse("2026-03-29T01:00+01:00[Europe/Berlin]");
        assertThat(WarmSchedule.parse("02:30").untilNext(before)).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void time_thatTheClocksRepeat_comesOnce() throws Refusal {
        ZonedDateTime first = ZonedDateTime.parse("2026-10-25T02:30+02:00[Europe/Berlin]");
        assertThat(WarmSchedule.parse("02:30").untilNext(first)).isEqualTo(Duration.ofHours(25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "0s", "-5m", "1.5h", "24:00", "5:3", "05:30,", "500ms", "10m, 05:30", "* * * * *"})
    void schedule_thatIsNeither_isRefused(String text) {
        assertThatThrownBy(() -> WarmSchedule.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'" + text + "'");
    }
}
