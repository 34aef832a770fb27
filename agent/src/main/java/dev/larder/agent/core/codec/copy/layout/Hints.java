package dev.larder.agent.core.codec.copy.layout;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by which objects are found again, made from a part of their content.
 *
 * <p><b>Why</b> not {@link System#identityHashCode}: the first one of an object costs a call into the JVM, several times what
 * copying the object costs.
 *
 * <p><b>Threads.</b> Has no state. Of an object that another thread changes, the number is one of what it was or is.
 */
public final class Hints {

    /** How many objects further it looks from one without a number or a text of its own. */
    public static final int DEPTH = 2;

    /** Classes whose hash code is made from their content at small cost. */
    private static final Set<Class<?>> HASHED = Set.of(
            Short.class,
            Byte.class,
            Character.class,
            Double.class,
            Float.class,
            Boolean.class,
            BigDecimal.class,
            BigInteger.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            Date.class);

    private Hints() {}

    /** Of an object that is copied. */
    public static int of(Object value, Layout layout) {
        return switch (layout.treatment()) {
            case FIELDS, MAPPED -> layout.shell().hintOf(value, DEPTH);
            case ELEMENTS, PRIMITIVES, WHOLE -> of(value, DEPTH);
            default -> 0;
        };
    }

    static int of(@Nullable Object value, int depth) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return ofText(text);
        }
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof Long number) {
            return number.hashCode();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().hashCode();
        }
        if (value instanceof Object[] array) {
            return depth == 0 ? array.length : ofElements(array, depth - 1);
        }
        return HASHED.contains(value.getClass()) ? value.hashCode() : ofObject(value, depth);
    }

    private static int ofObject(Object value, int depth) {
        if (value instanceof byte[] bytes) {
            return bytes.length == 0 ? 0 : 31 * bytes.length + bytes[bytes.length - 1];
        }
        if (value instanceof int[] ints) {
            return ints.length == 0 ? 0 : 31 * ints.length + ints[ints.length - 1];
        }
        return depth == 0 ? 0 : Layout.of(value.getClass()).hintOf(value, depth - 1);
    }

    /** From its length and some characters; names that are counted differ in the last ones. */
    static int ofText(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        int last = text.length() - 1;
        int hint = 31 * last + text.charAt(last);
        return last == 0 ? hint : 31 * (31 * hint + text.charAt(last - 1)) + text.charAt(last >> 1);
    }

    private static int ofElements(@Nullable Object[] array, int depth) {
        int length = array.length;
        if (length == 0) {
            return 0;
        }
        int hint = 31 * length + of(array[0], depth);
        int second = length >> 2; // what comes late may be spare capacity
        return second == 0 ? hint : 31 * hint + of(array[second], depth);
    }
}
