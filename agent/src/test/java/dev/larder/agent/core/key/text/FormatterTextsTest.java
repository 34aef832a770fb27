package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.type.FormatterTexts;
import java.lang.reflect.Proxy;
import java.time.ZoneId;
import java.time.chrono.ThaiBuddhistChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.time.temporal.TemporalField;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Formatters that write different texts for the same field make different keys. */
final class FormatterTextsTest {

    static Stream<TemporalField> fields() {
        return Stream.of(
                ChronoField.DAY_OF_WEEK,
                ChronoField.DAY_OF_MONTH,
                ChronoField.DAY_OF_YEAR,
                ChronoField.MONTH_OF_YEAR,
                ChronoField.AMPM_OF_DAY,
                ChronoField.HOUR_OF_DAY,
                ChronoField.MINUTE_OF_DAY,
                ChronoField.MILLI_OF_SECOND,
                IsoFields.QUARTER_OF_YEAR,
                IsoFields.DAY_OF_QUARTER,
                IsoFields.WEEK_OF_WEEK_BASED_YEAR,
                WeekFields.ISO.weekOfMonth(),
                WeekFields.ISO.dayOfWeek());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void f27_textsOfItsOwn_areInTheKey(TemporalField field) {
        DateTimeFormatter one = withTexts(field, atTheEnd(field, "one"));
        assertThat(one).hasToString(withTexts(field, atTheEnd(field, "eins")).toString());

        Set<String> keys = new HashSet<>();
        for (UnaryOperator<DateTimeFormatter> setting : settings()) {
            keys.add(key(setting.apply(one)));
            keys.add(key(setting.apply(withTexts(field, atTheEnd(field, "eins")))));
            keys.add(key(setting.apply(new DateTimeFormatterBuilder()
                    .appendText(field)
                    .appendLiteral(' ')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .toFormatter(Locale.ROOT))));
        }
        assertThat(keys).hasSize(3 * settings().size());
    }

    /** Such as a zone, which would give the moment another value. */
    private static List<UnaryOperator<DateTimeFormatter>> settings() {
        return List.of(
                format -> format,
                format -> format.withZone(ZoneId.of("Asia/Tokyo")),
                format -> format.withChronology(ThaiBuddhistChronology.INSTANCE));
    }

    @Test
    void f27_sameTexts_makeTheSameKey() {
        for (String pattern : List.of("EEEE d MMMM uuuu", "uuuu-MM-dd HH:mm VV", "h a", "QQQQ")) {
            assertThat(key(DateTimeFormatter.ofPattern(pattern, Locale.GERMANY)))
                    .isEqualTo(key(DateTimeFormatter.ofPattern(pattern, Locale.GERMANY)));
        }
        assertThat(key(withTexts(ChronoField.DAY_OF_WEEK, Map.of(7L, "Sun"))))
                .isEqualTo(key(withTexts(ChronoField.DAY_OF_WEEK, Map.of(7L, "Sun"))));
    }

    /** Two that are alike but for the texts of a year are not told apart by asking for some years. */
    @ParameterizedTest
    @MethodSource("largeFields")
    void f27_textsForMoreValuesThanAreAsked_areRefused(TemporalField field) {
        assertThatThrownBy(() -> key(withTexts(field, Map.of(2026L, "horse"))))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage(
                        "a DateTimeFormatter with texts of its own that cannot all be read cannot be part of a key");
    }

    static Stream<TemporalField> largeFields() {
        return Stream.of(
                ChronoField.YEAR,
                ChronoField.YEAR_OF_ERA,
                ChronoField.OFFSET_SECONDS,
                ChronoField.EPOCH_DAY,
                IsoFields.WEEK_BASED_YEAR,
                JulianFields.JULIAN_DAY);
    }

    /** What the JDK writes is another text on another JDK: it is in the key by its locale. */
    @Test
    void f27_textsOfTheLocale_areNotInTheKey() {
        List<String> patterns = List.of(
                "EEEE d MMMM uuuu",
                "d MMM yy",
                "h a",
                "QQQQ 'quarter' uuuu",
                "QQQ",
                "LLLL",
                "cccc",
                "GGGG",
                "z VV",
                "B");
        for (Locale locale :
                List.of(Locale.ROOT, Locale.UK, Locale.GERMANY, Locale.JAPAN, Locale.forLanguageTag("ar"))) {
            for (String pattern : patterns) {
                assertThat(textsOf(DateTimeFormatter.ofPattern(pattern, locale)))
                        .as(pattern + locale)
                        .isEmpty();
            }
            assertThat(textsOf(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL)
                            .withLocale(locale)))
                    .isEmpty();
        }
    }

    @Test
    void f27_textsBesideThoseOfTheLocale_countAlone() {
        DateTimeFormatter format = beside("EEEE d. MMMM QQQQ ", Map.of(11L, "Nebelmond"));
        assertThat(textsOf(format.withLocale(Locale.FRANCE)))
                .isNotEmpty()
                .isEqualTo(textsOf(format.withLocale(Locale.JAPAN)))
                .isNotEqualTo(textsOf(beside("EEEE d. MMMM QQQQ ", Map.of(11L, "Nov"))));
    }

    /** The same text of the formatter, but the first month is the locale's in one and the second in the other. */
    @Test
    void f27_placeOfTheTexts_isInTheKey() {
        DateTimeFormatter first = new DateTimeFormatterBuilder()
                .appendText(ChronoField.MONTH_OF_YEAR, Map.of(11L, "Nebelmond"))
                .appendText(ChronoField.MONTH_OF_YEAR)
                .toFormatter(Locale.ROOT);
        assertThat(key(first)).isNotEqualTo(key(beside("MMMM", Map.of(11L, "Nebelmond"))));
    }

    @Test
    void f27_lineBreaksInTexts_imitateNoOtherText() {
        assertThat(key(beside("", Map.of(1L, "a\na", 2L, "b"))))
                .isNotEqualTo(key(beside("", Map.of(1L, "a", 2L, "a\nb"))));
    }

    /** The first writes nothing for a value that the second writes as a number. */
    @Test
    void f27_emptyText_isAnotherThanNone() {
        for (String pattern : List.of("", "M", "MM")) {
            Set<String> keys = new HashSet<>();
            keys.add(key(behind(pattern, Map.of(1L, "", 2L, "b"))));
            keys.add(key(behind(pattern, Map.of(2L, "b"))));
            keys.add(key(behind(pattern, Map.of(1L, "1", 2L, "b"))));
            assertThat(keys).as(pattern).hasSize(3);
        }
    }

    @Test
    void f27_formatterWithoutTexts_isNotAsked() {
        assertThat(textsOf(DateTimeFormatter.ISO_INSTANT)).isEmpty();
        assertThat(textsOf(DateTimeFormatter.ofPattern("uuuu-MM-dd"))).isEmpty();
    }

    /** A field of the application's beside the texts is not asked, so it hides none of them. */
    @Test
    void f27_textsBesideAFieldThatThrows_areInTheKey() {
        TemporalField broken = field("broken", () -> {
            throw new IllegalStateException("broken");
        });
        assertThat(key(beside(broken, "Nov"))).isNotEqualTo(key(beside(broken, "Nebelmond")));
    }

    @Test
    void f27_textsOfAFieldThatThrows_areRefused() {
        TemporalField broken = field("broken", () -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> key(withTexts(broken, Map.of(1L, "one")))).isInstanceOf(UnsupportedKeyException.class);
    }

    @Test
    void f27_textsOfAFieldOfTheApplications_areInTheKey() {
        TemporalField shift = field("Shift", () -> ValueRange.of(1, 3));
        assertThat(key(withTexts(shift, Map.of(3L, "night")))).isNotEqualTo(key(withTexts(shift, Map.of(3L, "nuit"))));
    }

    private static TemporalField field(String name, Supplier<ValueRange> range) {
        return (TemporalField) Proxy.newProxyInstance(
                FormatterTextsTest.class.getClassLoader(),
                new Class<?>[] {TemporalField.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> name;
                    case "hashCode" -> name.hashCode();
                    case "equals" -> proxy == arguments[0];
                    default -> range.get();
                });
    }

    private static DateTimeFormatter beside(TemporalField field, String november) {
        return new DateTimeFormatterBuilder()
                .appendValue(field)
                .appendText(ChronoField.MONTH_OF_YEAR, Map.of(11L, november))
                .toFormatter(Locale.ROOT);
    }

    private static DateTimeFormatter beside(String pattern, Map<Long, String> months) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .appendText(ChronoField.MONTH_OF_YEAR, months)
                .toFormatter(Locale.ROOT);
    }

    private static DateTimeFormatter behind(String pattern, Map<Long, String> months) {
        return new DateTimeFormatterBuilder()
                .appendText(ChronoField.MONTH_OF_YEAR, months)
                .appendPattern(pattern)
                .toFormatter(Locale.ROOT);
    }

    private static Map<Long, String> atTheEnd(TemporalField field, String text) {
        return Map.of(field.range().getMaximum(), text);
    }

    private static String textsOf(DateTimeFormatter format) {
        return FormatterTexts.of(format, format.toString());
    }

    private static DateTimeFormatter withTexts(TemporalField field, Map<Long, String> texts) {
        return new DateTimeFormatterBuilder()
                .appendText(field, texts)
                .appendLiteral(' ')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .toFormatter(Locale.ROOT);
    }

    private static String key(DateTimeFormatter format) {
        return FieldText.of(format, DateTimeFormatter.class);
    }
}
