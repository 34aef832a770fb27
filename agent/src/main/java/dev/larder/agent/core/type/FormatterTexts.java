package dev.larder.agent.core.type;

import dev.larder.agent.core.type.FormatterReads.Own;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.time.temporal.ValueRange;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells formatters apart that were given texts of their own for the values of a field ({@code appendText} with a map): nothing that
 * a formatter says of itself does. So each is asked what it writes for every value that such a field can have.
 *
 * <p>The texts of the formatter's locale do not count. The JDK has them, and each version has others.
 *
 * <p><b>Threads.</b> Thread-safe. A formatter is asked once, for as long as it is used, or by each of several threads at once.
 */
public final class FormatterTexts {

    /** In the text of a formatter, before the name of a field that is written as text. */
    private static final String TEXT = "Text(";

    /** Enough for the minutes of a day. */
    private static final long MOST_VALUES = 1500;

    /** Formatters have neither {@code equals} nor {@code hashCode}: found by identity. */
    private static final Map<DateTimeFormatter, String> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    /** Whether the JDK writes texts in the way that {@link FormatterReads} takes for granted. */
    private static final boolean ARE_SEEN = areSeen();

    private FormatterTexts() {}

    private static boolean areSeen() {
        DateTimeFormatter probe = new DateTimeFormatterBuilder()
                .appendText(ChronoField.MONTH_OF_YEAR)
                .appendText(ChronoField.MONTH_OF_YEAR, Map.of(1L, "own"))
                .appendText(ChronoField.DAY_OF_MONTH, Map.of(2L, "own"))
                .appendText(ChronoField.DAY_OF_WEEK)
                .toFormatter(Locale.ROOT);
        List<Own> expected = List.of(
                new Own(ChronoField.MONTH_OF_YEAR, 1, 1, "own", false, 0),
                new Own(ChronoField.DAY_OF_MONTH, 2, 2, "1", true, 1));
        return FormatterReads.ownTexts(probe).equals(expected);
    }

    /**
     * A hash of the texts; empty if it has none, null if they cannot all be read.
     *
     * @param text what the formatter says of itself
     */
    public static @Nullable String of(DateTimeFormatter format, String text) {
        if (!text.contains(TEXT)) {
            return "";
        }
        String known = KNOWN.get(format);
        if (known == null) { // under no lock, as fields of the application's are asked
            known = ARE_SEEN ? find(format, text) : null;
            if (known != null) {
                KNOWN.putIfAbsent(format, known);
            }
        }
        return known;
    }

    private static @Nullable String find(DateTimeFormatter format, String text) {
        try {
            return hashOf(format.withZone(null).withChronology(null), text);
        } catch (
                RuntimeException
                        unreadable) { // also what a field of the application's throws; the caller refuses the key
            return null;
        }
    }

    private static @Nullable String hashOf(DateTimeFormatter format, String text) {
        StringBuilder texts = new StringBuilder();
        for (Own one : FormatterReads.ownTexts(format)) {
            if (mayHaveMap(one.field(), text) && !isQuarterOfLocale(format, one)) {
                ValueRange range = one.field().range();
                long last = range.getMaximum();
                if (last - MOST_VALUES > range.getMinimum()) {
                    return null;
                }
                texts.append(one.place());
                append(one, texts);
                for (long value = range.getMinimum(); value <= last; value++) {
                    append(FormatterReads.write(format, one, value), texts);
                }
                texts.append(';');
            }
        }
        return texts.isEmpty()
                ? ""
                : UUID.nameUUIDFromBytes(texts.toString().getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private static void append(Own written, StringBuilder texts) {
        texts.append(',').append(written.isReadAgain()).append(written.repeats());
        texts.append(',').append(written.text().length()).append(':').append(written.text());
    }

    /** With a style behind the field's name, as in {@code Text(MonthOfYear,SHORT)}, the texts are the locale's. */
    private static boolean mayHaveMap(TemporalField field, String text) {
        return text.contains(TEXT + field + ")");
    }

    /** The only texts of the locale that do not depend on the chronology. Beyond the last quarter there are none, but numbers. */
    private static boolean isQuarterOfLocale(DateTimeFormatter format, Own one) {
        if (one.field() != IsoFields.QUARTER_OF_YEAR) {
            return false;
        }
        DateTimeFormatter plain = new DateTimeFormatterBuilder()
                .appendText(IsoFields.QUARTER_OF_YEAR)
                .toFormatter(format.getLocale())
                .withDecimalStyle(format.getDecimalStyle());
        Own quarter = FormatterReads.ownTexts(plain).get(0);
        String number = FormatterReads.write(plain, quarter, 9).text();
        String written = FormatterReads.write(format, one, 9).text();
        return written.startsWith(number)
                && LongStream.rangeClosed(-1, 12)
                        .allMatch(value -> isSame(
                                FormatterReads.write(format, one, value),
                                FormatterReads.write(plain, quarter, value),
                                written.substring(number.length()),
                                one.repeats() - quarter.repeats()));
    }

    private static boolean isSame(Own one, Own plain, String behind, long repeatsBehind) {
        return one.text().equals(plain.text() + behind) && one.repeats() == plain.repeats() + repeatsBehind;
    }
}
