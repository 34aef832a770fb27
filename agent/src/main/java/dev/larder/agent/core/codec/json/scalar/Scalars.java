package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The closed table of scalars. Stored text has at most a code, which can choose only among these.
 *
 * <p>The types of java.sql have their own table, {@link SqlScalars}: a trimmed runtime may not have them.
 */
@SuppressWarnings("JavaUtilDate") // applications still have them
public final class Scalars {

    private static final List<Scalar<?>> TABLE = List.of(
            Scalar.ofText("s"),
            new Scalar<>(Boolean.class, "z", false, (out, it) -> out.json().writeBoolean(it), ValueReader::bool),
            new Scalar<>(Byte.class, "b", false, (out, it) -> out.json().writeNumber((long) it), in ->
                    (byte) in.integer(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            new Scalar<>(Short.class, "h", false, (out, it) -> out.json().writeNumber((long) it), in ->
                    (short) in.integer(Short.MIN_VALUE, Short.MAX_VALUE)),
            new Scalar<>(Character.class, "c", false, (out, it) -> out.json().writeNumber((long) it), in ->
                    (char) in.integer(Character.MIN_VALUE, Character.MAX_VALUE)),
            new Scalar<>(Integer.class, "i", false, (out, it) -> out.json().writeNumber((long) it), in ->
                    (int) in.integer(Integer.MIN_VALUE, Integer.MAX_VALUE)),
            new Scalar<>(
                    Long.class,
                    "l",
                    false,
                    (out, it) -> out.json().writeNumber((long) it),
                    in -> in.integer(Long.MIN_VALUE, Long.MAX_VALUE)),
            new Scalar<>(
                    Float.class,
                    "f",
                    false,
                    (out, it) -> out.json().writeNumber(it.floatValue()),
                    ValueReader::shortReal),
            new Scalar<>(
                    Double.class, "d", false, (out, it) -> out.json().writeNumber(it.doubleValue()), ValueReader::real),
            new Scalar<>(BigInteger.class, "I", false, Numbers::writeBigInteger, Numbers::readBigInteger),
            new Scalar<>(BigDecimal.class, "D", false, Numbers::writeBigDecimal, Numbers::readBigDecimal),
            Scalar.text(UUID.class, "u", UUID::toString, UUID::fromString),
            Scalar.text(URI.class, "U", URI::toString, URI::new),
            Scalar.text(Currency.class, "C", Currency::getCurrencyCode, Currency::getInstance),
            new Scalar<>(Locale.class, "L", false, Scalars::writeLocale, in -> Locale.forLanguageTag(in.text())),
            Scalar.plain(Instant.class, "ti", Times::write, Times::instant, Instant::parse),
            Scalar.plain(LocalDate.class, "td", Scalar.writeText(LocalDate::toString), Times::date, LocalDate::parse),
            Scalar.plain(LocalTime.class, "tt", Scalar.writeText(LocalTime::toString), Times::time, LocalTime::parse),
            Scalar.plain(
                    LocalDateTime.class,
                    "tl",
                    Scalar.writeText(LocalDateTime::toString),
                    Times::dateTime,
                    LocalDateTime::parse),
            Scalar.text(OffsetTime.class, "tp", OffsetTime::toString, OffsetTime::parse),
            Scalar.text(OffsetDateTime.class, "to", OffsetDateTime::toString, OffsetDateTime::parse),
            Scalar.text(ZonedDateTime.class, "tz", Scalars::printZoned, Scalars::parseZoned),
            Scalar.text(ZoneOffset.class, "tf", ZoneOffset::getId, ZoneOffset::of),
            Scalar.text(Duration.class, "tu", Duration::toString, Duration::parse),
            Scalar.text(Period.class, "te", Period::toString, Period::parse),
            Scalar.text(Year.class, "ty", Year::toString, text -> Year.of(Integer.parseInt(text))),
            Scalar.text(YearMonth.class, "tm", YearMonth::toString, Scalars::parseYearMonth),
            Scalar.text(MonthDay.class, "tn", MonthDay::toString, MonthDay::parse),
            new Scalar<>(OptionalInt.class, "oi", false, Numbers::writeOptionalInt, Numbers::readOptionalInt),
            new Scalar<>(OptionalLong.class, "ol", false, Numbers::writeOptionalLong, Numbers::readOptionalLong),
            new Scalar<>(OptionalDouble.class, "od", false, Numbers::writeOptionalDouble, Numbers::readOptionalDouble),
            new Scalar<>(GregorianCalendar.class, "cal", true, Calendars::write, Calendars::read),
            Scalar.mutableText(
                    Date.class, "date", it -> Long.toString(it.getTime()), text -> new Date(Long.parseLong(text))));

    /** Regions have a class that is not public in the JDK; they are declared as ZoneId. */
    private static final Scalar<? extends ZoneId> REGION =
            region(ZoneId.of("Europe/Paris").getClass());

    private static final Map<Class<?>, Scalar<?>> BY_CLASS = new HashMap<>();
    private static final Map<String, Scalar<?>> BY_CODE = new HashMap<>();
    private static final Map<Class<?>, Scalar<?>> PRIMITIVES = new HashMap<>();

    static {
        TABLE.forEach(Scalars::enter);
        enter(REGION);
        PRIMITIVES.put(boolean.class, BY_CLASS.get(Boolean.class));
        PRIMITIVES.put(byte.class, BY_CLASS.get(Byte.class));
        PRIMITIVES.put(short.class, BY_CLASS.get(Short.class));
        PRIMITIVES.put(char.class, BY_CLASS.get(Character.class));
        PRIMITIVES.put(int.class, BY_CLASS.get(Integer.class));
        PRIMITIVES.put(long.class, BY_CLASS.get(Long.class));
        PRIMITIVES.put(float.class, BY_CLASS.get(Float.class));
        PRIMITIVES.put(double.class, BY_CLASS.get(Double.class));
    }

    private Scalars() {}

    private static void enter(Scalar<?> scalar) {
        BY_CLASS.put(scalar.type(), scalar);
        BY_CODE.put(scalar.code(), scalar);
    }

    /** The shape of a listed type; null for any other. */
    public static @Nullable Shape of(Class<?> type) {
        Scalar<?> scalar = find(type);
        return scalar == null ? null : scalar.shape();
    }

    /** The code of the type, for places whose declared type is more general; null if it is not listed. */
    public static @Nullable String codeOf(Class<?> type) {
        Scalar<?> scalar = find(type);
        return scalar == null ? null : scalar.code();
    }

    private static @Nullable Scalar<?> find(Class<?> type) {
        Scalar<?> scalar = BY_CLASS.get(type);
        return scalar == null && type.getName().startsWith("java.sql.") ? SqlScalars.of(type) : scalar;
    }

    /** The shape of the type with this code; null if there is none. */
    public static @Nullable Shape ofCode(String code) {
        Scalar<?> known = BY_CODE.get(code);
        Scalar<?> scalar = known == null && code.startsWith("sql") ? SqlScalars.ofCode(code) : known;
        return scalar == null ? null : scalar.shape();
    }

    /** The shape of a primitive type, which does not allow null; null for any other type. */
    public static @Nullable Shape ofPrimitive(Class<?> type) {
        Scalar<?> scalar = PRIMITIVES.get(type);
        return scalar == null ? null : new ScalarShape(scalar, false);
    }

    /** Whether the type is listed and immutable. */
    public static boolean isImmutable(Class<?> type) {
        Scalar<?> scalar = BY_CLASS.get(type);
        return scalar != null && !scalar.isMutable();
    }

    private static void writeLocale(ValueWriter out, Locale value) throws CodecException {
        String tag = value.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(value)) {
            throw out.refuse("a locale that its language tag does not say all about");
        }
        out.json().writeString(tag);
    }

    /** Local time, offset and zone: when clocks are set back, two of the three are ambiguous. */
    private static String printZoned(ZonedDateTime value) {
        return value.toLocalDateTime() + " " + value.getOffset().getId() + " "
                + value.getZone().getId();
    }

    private static ZonedDateTime parseZoned(String text) {
        String[] parts = text.split(" ", 3);
        return ZonedDateTime.ofStrict(LocalDateTime.parse(parts[0]), ZoneOffset.of(parts[1]), ZoneId.of(parts[2]));
    }

    /** Also for years of more than four digits, which YearMonth prints without the sign that its parser needs. */
    private static YearMonth parseYearMonth(String text) {
        int dash = text.lastIndexOf('-');
        return YearMonth.of(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    private static <T extends ZoneId> Scalar<T> region(Class<T> type) {
        return Scalar.text(type, "tr", ZoneId::getId, text -> type.cast(ZoneId.of(text)));
    }
}
