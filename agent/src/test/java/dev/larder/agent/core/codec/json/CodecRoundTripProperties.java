package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** H94 and H96 as properties: what a value is, its copy is, in an open place and in a declared one. */
final class CodecRoundTripProperties {

    private static final TypeRef<List<Object>> OPEN = new TypeRef<>() {};

    @Property(tries = 300)
    void h94_scalars_keepClassAndContentInOpenPlaces(@ForAll("scalars") Object value) {
        List<Object> copy = RoundTrip.of(OPEN, new ArrayList<>(List.of(value)));

        assertThat(copy.get(0)).isEqualTo(value).hasSameClassAs(value);
    }

    @Property(tries = 300)
    void h94_scalars_keepClassAndContentWhereDeclared(@ForAll("scalars") Object value) {
        assertThat(RoundTrip.<Object>through(value.getClass(), value)).isEqualTo(value);
    }

    @Property(tries = 100)
    void h94_nestedCollections_comeBackEqual(@ForAll("graphs") Object value) {
        assertThat(RoundTrip.<Object>through(Object.class, value)).isEqualTo(value);
    }

    @Property(tries = 200)
    void encode_anyText_comesBack(@ForAll String text) {
        assertThat(RoundTrip.<Object>through(String.class, text)).isEqualTo(text);
    }

    @Property(tries = 200)
    void encode_primitiveArrays_comeBack(@ForAll double[] doubles, @ForAll char[] chars, @ForAll long[][] longs) {
        assertThat(RoundTrip.through(double[].class, doubles)).isEqualTo(doubles);
        assertThat(RoundTrip.through(char[].class, chars)).isEqualTo(chars);
        assertThat(RoundTrip.through(long[][].class, longs)).isDeepEqualTo(longs);
    }

    @Provide
    Arbitrary<Object> scalars() {
        return Arbitraries.oneOf(List.of(
                Arbitraries.strings().map(it -> it),
                Arbitraries.integers().map(it -> it),
                Arbitraries.longs().map(it -> it),
                Arbitraries.shorts().map(it -> it),
                Arbitraries.bytes().map(it -> it),
                Arbitraries.chars().map(it -> it),
                Arbitraries.of(true, false).map(it -> it),
                Arbitraries.floats().map(it -> it),
                Arbitraries.doubles().map(it -> it),
                Arbitraries.longs().map(Double::longBitsToDouble),
                Arbitraries.integers().map(Float::intBitsToFloat),
                Arbitraries.bigIntegers().map(it -> it),
                Arbitraries.bigDecimals().ofScale(40).map(it -> it),
                Arbitraries.of(CORNERS),
                Arbitraries.longs().map(Duration::ofMillis),
                Arbitraries.longs().between(-99_999_999_999L, 99_999_999_999L).map(it -> Instant.ofEpochSecond(it, it)),
                Arbitraries.longs().between(-99_999_999_999L, 99_999_999_999L).map(it -> Instant.ofEpochSecond(it)
                        .atZone(ZoneId.of("America/New_York"))),
                Arbitraries.integers().map(it -> Period.of(it, -it, it / 2)),
                Arbitraries.create(UUID::randomUUID)));
    }

    private static final List<Object> CORNERS = List.of(
            new BigDecimal("1.00"),
            new BigDecimal("1E+2147483647"),
            new BigDecimal("1E-2147483647"),
            new BigDecimal("0E+10"),
            BigInteger.TWO.pow(200),
            BigInteger.TWO.pow(200).negate(),
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Float.NaN,
            Float.NEGATIVE_INFINITY,
            -0.0f,
            Float.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            '\ud800',
            "\ud800 alone",
            "\udc00\ud800",
            "\ud83d\ude00",
            "\u0000\u2028\ufffe",
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH.plusNanos(1),
            Duration.ofSeconds(Long.MIN_VALUE, 1),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofNanos(-1),
            Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1),
            LocalDate.MIN,
            LocalDate.MAX,
            LocalTime.MIN,
            LocalTime.MAX,
            LocalDateTime.MIN,
            LocalDateTime.MAX,
            OffsetDateTime.MIN,
            OffsetTime.MAX,
            Year.of(5),
            Year.of(-999_999_999),
            Year.of(12_345),
            YearMonth.of(12_345, 6),
            YearMonth.of(-5, 6),
            MonthDay.of(2, 29),
            ZoneOffset.ofHoursMinutesSeconds(-5, -30, -15),
            ZoneOffset.UTC,
            ZoneId.of("UTC"),
            ZoneId.of("GMT+2"),
            ZonedDateTime.parse("2026-10-25T02:30:00+02:00[Europe/Paris]"),
            ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
            ZonedDateTime.of(LocalDateTime.of(2026, 1, 1, 0, 0), ZoneId.of("Z")),
            ZonedDateTime.of(LocalDateTime.of(2026, 1, 1, 0, 0), ZoneId.of("UT+3")),
            Optional.empty(),
            Optional.of("x"),
            OptionalInt.empty(),
            OptionalInt.of(Integer.MIN_VALUE),
            OptionalLong.of(Long.MAX_VALUE),
            OptionalDouble.of(Double.NaN),
            Locale.forLanguageTag("de-Latn-CH-1996-u-co-phonebk"),
            Locale.ROOT,
            Currency.getInstance("EUR"),
            URI.create("https://example.org/a%20b?c=d#e"),
            new Date(Long.MIN_VALUE),
            java.sql.Date.valueOf("2026-02-03"),
            Time.valueOf("04:05:06"),
            Timestamp.valueOf("2026-02-03 04:05:06.123456789"));

    @Provide
    Arbitrary<Object> graphs() {
        return graph(3);
    }

    private Arbitrary<Object> graph(int depth) {
        if (depth == 0) {
            return scalars();
        }
        Arbitrary<Object> below = graph(depth - 1);
        return Arbitraries.oneOf(List.of(
                scalars(),
                below.list().ofMaxSize(4).map(ArrayList::new),
                below.list().ofMaxSize(4).map(LinkedList::new),
                below.list().ofMaxSize(4).map(List::copyOf),
                Arbitraries.maps(scalars(), below).ofMaxSize(4).map(HashMap::new),
                Arbitraries.maps(scalars(), below).ofMaxSize(4).map(LinkedHashMap::new),
                Arbitraries.maps(scalars(), below).ofMaxSize(4).map(Map::copyOf)));
    }

    @Test
    void h96_otherDefaultZoneAndLocale_changeNothing() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        List<Object> value = new ArrayList<>(CORNERS);
        byte[] written = written(value);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(written(value)).isEqualTo(written);
            assertThat(RoundTrip.of(OPEN, value)).isEqualTo(value);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static byte[] written(List<Object> value) {
        try {
            return RoundTrip.codec(OPEN).encode(value);
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void h96_jdkEnumsWhereDeclared_comeBack() {
        assertThat(RoundTrip.through(DayOfWeek.class, DayOfWeek.SUNDAY)).isSameAs(DayOfWeek.SUNDAY);
    }
}
