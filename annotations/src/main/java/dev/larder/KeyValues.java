package dev.larder;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.UUID;

/**
 * Renders values for keys without an agent: in the form that {@link Larder#key} describes, with the same values
 * refused.
 *
 * <p><b>Why</b> not exactly the agent's text for every value: without the agent no entry is found by it. It is enough
 * that equal values, and only these, have the same text.
 */
final class KeyValues {

    private static final int MAX_DEPTH = 64;
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.@-";
    private static final Set<Class<?>> SINGLE = new HashSet<>(Arrays.asList(
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Duration.class,
            Period.class,
            Year.class,
            YearMonth.class,
            MonthDay.class));

    private KeyValues() {}

    /** A template's own text: printable ASCII stays as it is. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        text.codePoints().forEach(c -> append(literal, c, c > ' ' && c <= '~' && c != '%'));
        return literal.toString();
    }

    /** Whether {@code c} after a value could be read as a part of it. */
    static boolean continues(char c) {
        return PLAIN.indexOf(c) >= 0 || c == '%' || c == '!' || c == '(';
    }

    /**
     * The text of {@code value}.
     *
     * @param place names it in messages
     * @throws IllegalArgumentException if it has no stable text
     */
    static String text(Object value, String place) {
        try {
            return text(value, place, 0);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Reading " + place + " for the key failed: " + e, e);
        }
    }

    private static String text(Object value, String place, int depth) throws ReflectiveOperationException {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    place + " is nested more than " + MAX_DEPTH + " deep and cannot be part of a key.");
        }
        if (value == null) {
            return "~";
        }
        if (isSingle(value)) {
            return escaped(value instanceof Enum ? ((Enum<?>) value).name() : value.toString());
        }
        if (value instanceof byte[]) {
            return hexadecimal((byte[]) value);
        }
        return group(value, place, depth + 1);
    }

    private static boolean isSingle(Object value) {
        return SINGLE.contains(value.getClass()) || value instanceof Enum || value instanceof ZoneId;
    }

    private static String group(Object value, String place, int depth) throws ReflectiveOperationException {
        List<String> items = new ArrayList<>();
        for (Object item : itemsOf(value, place)) {
            items.add(
                    item instanceof Map.Entry && value instanceof Map
                            ? pair((Map.Entry<?, ?>) item, place, depth)
                            : text(item, place, depth));
        }
        if (!hasOrder(value)) {
            Collections.sort(items);
        }
        return "(" + String.join(",", items) + ")";
    }

    /** Only sets and maps with a defined order have a stable text. */
    private static boolean hasOrder(Object value) {
        Object elements = value instanceof Map ? ((Map<?, ?>) value).keySet() : value;
        return !(elements instanceof Set) || ((Set<?>) elements).spliterator().hasCharacteristics(Spliterator.ORDERED);
    }

    private static String pair(Map.Entry<?, ?> entry, String place, int depth) throws ReflectiveOperationException {
        return text(entry.getKey(), place, depth) + "=" + text(entry.getValue(), place, depth);
    }

    private static Collection<?> itemsOf(Object value, String place) throws ReflectiveOperationException {
        boolean isProxy = Proxy.isProxyClass(value.getClass());
        if (value instanceof Collection && !isProxy) {
            return (Collection<?>) value;
        }
        if (value instanceof Map && !isProxy) {
            return ((Map<?, ?>) value).entrySet();
        }
        if (value.getClass().isArray()) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(Array.get(value, i));
            }
            return items;
        }
        return componentsOf(value, place);
    }

    /** For a record; by reflection, since this class is compiled for a Java version without records. */
    private static List<Object> componentsOf(Object value, String place) throws ReflectiveOperationException {
        Class<?> parent = value.getClass().getSuperclass();
        if (parent == null || !parent.getName().equals("java.lang.Record")) {
            throw new IllegalArgumentException("A value of " + value.getClass().getName() + " in " + place
                    + " cannot be part of a key. Pass a property of it instead, such as its id.");
        }
        List<Object> items = new ArrayList<>();
        Object components = Class.class.getMethod("getRecordComponents").invoke(value.getClass());
        for (int i = 0; i < Array.getLength(components); i++) {
            Object component = Array.get(components, i);
            String name = (String) component.getClass().getMethod("getName").invoke(component);
            Field field = value.getClass().getDeclaredField(name); // the accessor may return less than the field holds
            field.setAccessible(true);
            items.add(field.get(value));
        }
        return items;
    }

    private static String hexadecimal(byte[] bytes) {
        StringBuilder digits = new StringBuilder();
        for (byte b : bytes) {
            digits.append(String.format("%02x", b));
        }
        return bytes.length == 0 ? "!" : digits.toString();
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints().forEach(c -> append(text, c, PLAIN.indexOf(c) >= 0));
        return value.isEmpty() ? "!" : text.toString();
    }

    /** An unpaired surrogate has no UTF-8 form; it becomes the three bytes that its number would have. */
    private static void append(StringBuilder text, int c, boolean isPlain) {
        if (isPlain) {
            text.append((char) c);
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            appendBytes(text, (byte) (0xE0 | (c >> 12)), (byte) (0x80 | (c >> 6 & 0x3F)), (byte) (0x80 | (c & 0x3F)));
        } else {
            appendBytes(text, new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void appendBytes(StringBuilder text, byte... bytes) {
        for (byte b : bytes) {
            text.append(String.format("%%%02X", b));
        }
    }
}
