package dev.larder.agent.core.base;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Formats a time for log lines: ISO 8601, UTC, milliseconds, such as {@code 2026-11-28T23:42:45.081Z}.
 *
 * <p><b>Units and clock.</b> Milliseconds since 1970 of the wall clock.
 *
 * <p><b>Why</b> not a formatter: its tables take some ten milliseconds to load, and the first line is written before the
 * application's main.
 */
final class UtcTime {

    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

    private UtcTime() {}

    static String text(long epochMillis) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY_MILLIS));
        long millis = Math.floorMod(epochMillis, DAY_MILLIS);
        StringBuilder text = new StringBuilder(24).append(day).append('T');
        two(text, TimeUnit.MILLISECONDS.toHours(millis)).append(':');
        two(text, TimeUnit.MILLISECONDS.toMinutes(millis) % 60).append(':');
        two(text, TimeUnit.MILLISECONDS.toSeconds(millis) % 60).append('.');
        long rest = millis % 1_000;
        text.append(rest < 100 ? "0" : "");
        return two(text, rest).append('Z').toString();
    }

    private static StringBuilder two(StringBuilder text, long number) {
        return text.append(number < 10 ? "0" : "").append(number);
    }
}
