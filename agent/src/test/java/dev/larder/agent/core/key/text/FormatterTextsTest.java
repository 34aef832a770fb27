package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.type.FormatterTexts;
import java.lang.reflect.Proxy;
import java.time.ZoneId;
import java.time.chrono.ThaiBuddhistChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
                IsoFields.QUARTER_OF_YEAR);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void f27_textsOfItsOwn_areInTheKey(TemporalField field) {
        DateTimeFormatter one = withTexts(field, Map.of(1L, "one"));
        assertThat(one).hasToString(withTexts(field, Map.of(1L, "eins")).toString());

        Set<String> keys = new HashSet<>();
        for (UnaryOperator<DateTimeFormatter> setting : settings()) {
            keys.add(key(setting.apply(one)));
            keys.add(key(setting.apply(withTexts(field, Map.of(1L, "eins")))));
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

    @Test
    void f27_formatterWithoutTexts_isNotAsked() {
        assertThat(textsOf(DateTimeFormatter.ISO_INSTANT)).isEmpty();
        assertThat(textsOf(DateTimeFormatter.ofPattern("uuuu-MM-dd"))).isEmpty();
    }

    /** A key is made although a field of the application's beside the texts cannot be written. */
    @Test
    void f27_fieldOfTheApplicationThatThrows_leavesTheRest() {
        TemporalField broken = (TemporalField) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TemporalField.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("toString")) {
                        return "broken";
                    }
                    throw new IllegalStateException("broken");
                });
        DateTimeFormatter format = new DateTimeFormatterBuilder()
                .appendText(ChronoField.DAY_OF_WEEK)
                .appendValue(broken)
                .toFormatter(Locale.ROOT);
        assertThat(key(format)).contains("broken");
    }

    private static DateTimeFormatter withTexts(TemporalField field, Map<Long, String> texts) {
        return new DateTimeFormatterBuilder()
                .appendText(field, texts)
                .appendLiteral(' ')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .toFormatter(Locale.ROOT);
    }

    private static String textsOf(DateTimeFormatter format) {
        return FormatterTexts.of(format, format.toString());
    }

    private static String key(DateTimeFormatter format) {
        return FieldText.of(format, DateTimeFormatter.class);
    }
}
