package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in the form of ISO 8601, as {@code java.time} prints and parses them: {@code 2026-11-30T14:15:36.5Z}.
 *
 * <p>Years of four digits take a short way. For others, and for any other text, {@code java.time} does it.
 */
final class Times {

    /** The longest text, with zeros, and where its seconds end. */
    private static final String INSTANT = "0000-00-00T00:00:00.000000000Z";

    private static final int POINT = 19;
    private static final int DATE_LENGTH = 10;
    private static final int MINUTES_LENGTH = 5;
    private static final int SECONDS_LENGTH = 8;
    private static final int MOST_FRACTION = 9;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final long FIRST_SECOND = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_PER_DAY;
    private static final long LAST_SECOND = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_PER_DAY - 1;

    private Times() {}

    /** Writes what its {@code toString} says, which takes several times as long, since it asks a formatter. */
    static void write(ValueWriter out, Instant value) {
        long second = value.getEpochSecond();
        if (second < FIRST_SECOND || second > LAST_SECOND) {
            out.json().writeString(value.toString());
            return;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, value.getNano(), ZoneOffset.UTC);
        char[] text = INSTANT.toCharArray();
        digits(time.getYear(), text, 4);
        digits(time.getMonthValue(), text, 7);
        digits(time.getDayOfMonth(), text, DATE_LENGTH);
        digits(time.getHour(), text, 13);
        digits(time.getMinute(), text, 16);
        digits(time.getSecond(), text, POINT);
        int end = fraction(time.getNano(), text);
        text[end] = 'Z';
        out.json().writeString(text, 0, end + 1);
    }

    /** Writes three, six or nine digits after the point, or nothing, not even a point; returns the end. */
    private static int fraction(int nano, char[] text) {
        if (nano == 0) {
            return POINT;
        }
        int width = MOST_FRACTION;
        int shown = nano;
        while (shown % 1_000 == 0) {
            shown /= 1_000;
            width -= 3;
        }
        digits(shown, text, POINT + 1 + width);
        return POINT + 1 + width;
    }

    /** Writes the digits of a number in front of {@code end}, over zeros. */
    private static void digits(int number, char[] text, int end) {
        int at = end;
        for (int rest = number; rest != 0; rest /= 10) {
            text[--at] = (char) ('0' + rest % 10);
        }
    }

    /** Null if the text does not have the usual form. */
    static @Nullable Instant instant(char[] text, int from, int to) {
        if (to - from < DATE_LENGTH + SECONDS_LENGTH + 2 || text[to - 1] != 'Z' || text[from + DATE_LENGTH] != 'T') {
            return null;
        }
        LocalDate date = date(text, from, from + DATE_LENGTH);
        LocalTime time = time(text, from + DATE_LENGTH + 1, to - 1);
        return date == null || time == null
                ? null
                : LocalDateTime.of(date, time).toInstant(ZoneOffset.UTC);
    }

    /** Null if the text does not have the usual form. */
    static @Nullable LocalDateTime dateTime(char[] text, int from, int to) {
        if (to - from <= DATE_LENGTH || text[from + DATE_LENGTH] != 'T') {
            return null;
        }
        LocalDate date = date(text, from, from + DATE_LENGTH);
        LocalTime time = time(text, from + DATE_LENGTH + 1, to);
        return date == null || time == null ? null : LocalDateTime.of(date, time);
    }

    /** Null if the text does not have the usual form. */
    static @Nullable LocalDate date(char[] text, int from, int to) {
        if (to - from != DATE_LENGTH || text[from + 4] != '-' || text[from + 7] != '-') {
            return null;
        }
        int year = number(text, from, from + 4);
        int month = number(text, from + 5, from + 7);
        int day = number(text, from + 8, to);
        return year < 0 || month < 0 || day < 0 ? null : LocalDate.of(year, month, day);
    }

    /** Null if the text does not have the usual form. */
    static @Nullable LocalTime time(char[] text, int from, int to) {
        int length = to - from;
        if (length < MINUTES_LENGTH || text[from + 2] != ':') {
            return null;
        }
        int hour = number(text, from, from + 2);
        int minute = number(text, from + 3, from + MINUTES_LENGTH);
        if (hour < 0 || minute < 0) {
            return null;
        }
        if (length == MINUTES_LENGTH) {
            return LocalTime.of(hour, minute);
        }
        if (length < SECONDS_LENGTH || text[from + MINUTES_LENGTH] != ':') {
            return null;
        }
        int second = number(text, from + MINUTES_LENGTH + 1, from + SECONDS_LENGTH);
        int nano = length == SECONDS_LENGTH ? 0 : fraction(text, from + SECONDS_LENGTH, to);
        return second < 0 || nano < 0 ? null : LocalTime.of(hour, minute, second, nano);
    }

    /** Nanoseconds of a point and up to nine digits; negative if it is something else. */
    private static int fraction(char[] text, int from, int to) {
        int digits = to - from - 1;
        if (text[from] != '.' || digits < 1 || digits > MOST_FRACTION) {
            return -1;
        }
        int nano = number(text, from + 1, to);
        for (int i = digits; i < MOST_FRACTION && nano >= 0; i++) {
            nano *= 10;
        }
        return nano;
    }

    /** The number of up to nine digits; negative if there is anything else. */
    private static int number(char[] text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
