package dev.larder.agent.core.key.text;

import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of values that consist of nothing else: a text tells all of them.
 *
 * <p>Only classes that no application can extend are listed, or they count for exactly themselves; their texts depend
 * on neither locale nor time zone nor the JDK's version, and two of them are the same if and only if the values are
 * equal.
 */
record LeafForm(String tag, Function<Object, String> text) implements ValueForm {

    private static final Map<Class<?>, LeafForm> BY_CLASS = new HashMap<>();

    static {
        add(boolean.class, Boolean.class, KeyText::of);
        add(char.class, Character.class, KeyText::of);
        add(byte.class, Byte.class, KeyText::of);
        add(short.class, Short.class, KeyText::of);
        add(int.class, Integer.class, KeyText::of);
        add(long.class, Long.class, KeyText::of);
        add(float.class, Float.class, KeyText::of);
        add(double.class, Double.class, KeyText::of);
        add(String.class, KeyText::of);
        add(BigInteger.class, KeyText::of);
        add(BigDecimal.class, KeyText::of);
        add(UUID.class, UUID::toString);
        addIso(Instant.class);
        addIso(LocalDate.class);
        addIso(LocalTime.class);
        addIso(LocalDateTime.class);
        addIso(OffsetTime.class);
        addIso(OffsetDateTime.class);
        addIso(ZonedDateTime.class);
        addIso(Duration.class);
        addIso(Period.class);
        addIso(Year.class);
        addIso(YearMonth.class);
        addIso(MonthDay.class);
        add(ZoneId.class, zone -> KeyText.of(zone.getId()));
    }

    private static <T> void add(Class<T> primitive, Class<T> wrapper, Function<T, String> text) {
        add(wrapper, text);
        BY_CLASS.put(primitive, BY_CLASS.get(wrapper));
    }

    private static <T> void add(Class<T> type, Function<T, String> text) {
        BY_CLASS.put(type, new LeafForm(type.getSimpleName(), value -> text.apply(type.cast(value))));
    }

    private static <T> void addIso(Class<T> type) {
        add(type, value -> KeyText.of(value.toString()));
    }

    /** The form of exactly this class if it is listed, otherwise null. */
    static @Nullable LeafForm find(Class<?> type) {
        // Of zones there are two classes, one of them hidden, and no others.
        return BY_CLASS.get(ZoneId.class.isAssignableFrom(type) ? ZoneId.class : type);
    }

    static LeafForm ofEnum(Class<?> type) {
        return new LeafForm(ValueForm.typeName(type), value -> KeyText.of(((Enum<?>) value).name()));
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        out.append(text.apply(value));
    }
}
