package dev.larder.agent.core.codec.json.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as {@code java.time} reads them. */
final class TimesTest {

    private static final long SEED = 20_261_130L;

    private final Random random = new Random(SEED);

    @Test
    void scan_whatJavaTimePrints_isTheSame() {
        for (int i = 0; i < 20_000; i++) {
            Instant instant = someInstant();
            LocalDateTime dateTime = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            assertThat(scan(Times::instant, instant.toString())).isEqualTo(instant);
            assertThat(scan(Times::dateTime, dateTime.toString())).isEqualTo(dateTime);
            assertThat(scan(Times::date, dateTime.toLocalDate().toString())).isEqualTo(dateTime.toLocalDate());
            assertThat(scan(Times::time, dateTime.toLocalTime().toString())).isEqualTo(dateTime.toLocalTime());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-30T14:15:36",
                "+12026-11-30T14:15:36Z",
                "2026-11-30 14:15:36Z",
                "2026-11-30T14:15:36.Z",
                "2026-11-30T14:15:36.1234567890Z",
                "2026-11-30T1x:15:36Z",
                "2026-1a-30T14:15:36Z",
                "2026-11-30T14:15:36+01:00",
                "2026-11-30T14:15:3Z",
                "2026-11-30T14:15:-1Z"
            })
    void scan_anotherForm_isLeftToJavaTime(String text) {
        assertThat(scan(Times::instant, text)).isNull();
        assertThat(scan(Times::date, text)).isNull();
        assertThat(scan(Times::time, text)).isNull();
    }

    private Instant someInstant() {
        long second = LocalDate.of(random.nextInt(10_000), 1, 1).toEpochDay() * 86_400 + random.nextInt(366 * 86_400);
        int nano = List.of(0, 1_000_000, 1_000, 1).get(random.nextInt(4)) * random.nextInt(1_000);
        long minute = random.nextBoolean() ? second : Math.floorDiv(second, 60L) * 60;
        Instant instant = Instant.ofEpochSecond(minute, random.nextBoolean() ? nano : 0);
        return instant.isBefore(Instant.parse("9999-12-31T23:59:59Z")) ? instant : Instant.EPOCH;
    }

    private static <T> T scan(Scalar.Scan<T> scan, String text) {
        char[] characters = ("\"" + text + "\"").toCharArray();
        return scan.from(characters, 1, characters.length - 1);
    }
}
