package dev.larder.agent.core.type;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.TemporalQuery;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells formatters apart that were given texts of their own for the values of a field ({@code appendText} with a map): nothing that
 * a formatter says of itself does. So each is asked what it writes for every value of such a field.
 *
 * <p><b>Threads.</b> Thread-safe. A formatter is asked once, for as long as it is used, or by each of several threads at once.
 */
public final class FormatterTexts {

    /** In the text of a formatter, before the name of the field. */
    private static final String TEXT = "Text(";

    /** More than the days of a year. A text for the values of a larger field, such as the second of a day, counts up to here. */
    private static final long MOST_VALUES = 400;

    /** Formatters have neither {@code equals} nor {@code hashCode}: found by identity. */
    private static final Map<DateTimeFormatter, String> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private FormatterTexts() {}

    /**
     * A hash of the texts; empty if it has none.
     *
     * @param text what the formatter says of itself
     */
    public static String of(DateTimeFormatter format, String text) {
        if (!text.contains(TEXT)) {
            return "";
        }
        String known = KNOWN.get(format);
        if (known == null) { // under no lock, as fields of the application's are asked
            known = hashOf(format);
            KNOWN.putIfAbsent(format, known);
        }
        return known;
    }

    private static String hashOf(DateTimeFormatter format) {
        DateTimeFormatter plain = format.withZone(null).withChronology(null);
        StringBuilder texts = new StringBuilder();
        for (TemporalField field : ChronoField.values()) {
            append(plain, field, texts);
        }
        append(plain, IsoFields.QUARTER_OF_YEAR, texts);
        return UUID.nameUUIDFromBytes(texts.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static void append(DateTimeFormatter format, TemporalField field, StringBuilder texts) {
        if (!format.toString().contains(TEXT + field)) {
            return;
        }
        long first = field.range().getMinimum();
        long last = Math.min(field.range().getMaximum(), Math.max(first, 0) + MOST_VALUES);
        for (long value = Math.max(first, -1); value <= last; value++) {
            try {
                format.formatTo(new OneField(field, value), texts);
            } catch (RuntimeException none) { // also fields of the application's are asked, which may throw anything
                texts.append('-');
            }
            texts.append('\n');
        }
    }

    /** A moment of which one field has a value, and all others their smallest one. */
    private record OneField(TemporalField field, long value) implements TemporalAccessor {

        @Override
        public boolean isSupported(TemporalField any) {
            return true;
        }

        @Override
        public long getLong(TemporalField any) {
            return any.equals(field) ? value : Math.max(any.range().getMinimum(), 0);
        }

        @Override
        @SuppressWarnings("unchecked") // what these queries return
        public <R> @Nullable R query(TemporalQuery<R> query) {
            if (query == TemporalQueries.zoneId()
                    || query == TemporalQueries.zone()
                    || query == TemporalQueries.offset()) {
                return (R) ZoneOffset.UTC;
            }
            return query == TemporalQueries.chronology() ? (R) IsoChronology.INSTANCE : query.queryFrom(this);
        }
    }
}
