package dev.larder.agent.core.key.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What single values of known types contribute to a key.
 *
 * <p><b>Shape.</b> {@code ~} for null, {@code !} for empty text, otherwise characters of {@code [A-Za-z0-9_.@-]} as
 * they are and all others as {@code %XX} for each byte of their UTF-8 form. A surrogate without its partner, which
 * UTF-8 cannot express, becomes the three bytes its number would have: no valid text contributes those.
 *
 * <p>A string that needs no escape is its own contribution, found out by one pass over it.
 */
public final class KeyText {

    /** Of null, whatever the declared type. */
    public static final String NULL = "~";

    /** Of text without characters, so that no contribution is ever empty. */
    static final String EMPTY = "!";

    /** Up to here decimal digits cost little; their price grows with the square of the length. */
    private static final int MAX_DECIMAL_BITS = 1024;

    private static final double[] POWERS_OF_TEN = {1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    private static final double MAX_EXACT_INTEGER = 1L << 53;

    private KeyText() {}

    public static String of(boolean value) {
        return value ? "true" : "false";
    }

    public static String of(char value) {
        return of(String.valueOf(value));
    }

    public static String of(int value) {
        return Integer.toString(value);
    }

    public static String of(long value) {
        return Long.toString(value);
    }

    public static String of(float value) {
        for (double power : POWERS_OF_TEN) {
            double scaled = Math.rint(value * power);
            if ((float) (scaled / power) == value && Math.abs(scaled) < MAX_EXACT_INTEGER) {
                return decimal(1 / value < 0, (long) Math.abs(scaled), (long) power);
            }
        }
        return Float.toHexString(value);
    }

    /**
     * The shortest decimal form if 7 places are enough, otherwise the hexadecimal one.
     *
     * <p>Either reads back to the same value: a quotient of two integers that are exact as doubles is the double
     * nearest to it. {@code Double.toString} would not do; its result for the same value changed in JDK 19.
     */
    public static String of(double value) {
        for (double power : POWERS_OF_TEN) {
            double scaled = Math.rint(value * power);
            if (scaled / power == value && Math.abs(scaled) < MAX_EXACT_INTEGER) {
                return decimal(1 / value < 0, (long) Math.abs(scaled), (long) power);
            }
        }
        return Double.toHexString(value);
    }

    public static String of(@Nullable String value) {
        if (value == null) {
            return NULL;
        }
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (!PercentEscape.isPlain(value.charAt(i))) {
                return PercentEscape.escape(value, i);
            }
        }
        return length == 0 ? EMPTY : value;
    }

    static String of(byte[] value) {
        return value.length == 0 ? EMPTY : HexFormat.of().formatHex(value);
    }

    static String of(BigInteger value) {
        return value.bitLength() <= MAX_DECIMAL_BITS ? value.toString() : "0x" + of(value.toByteArray());
    }

    /** Tells 1.0 from 1.00, as {@code equals} does. */
    static String of(BigDecimal value) {
        BigInteger unscaled = value.unscaledValue();
        boolean isShort = unscaled.bitLength() <= MAX_DECIMAL_BITS;
        return isShort ? of(value.toString()) : of(unscaled) + "E" + -(long) value.scale();
    }

    private static String decimal(boolean isNegative, long scaled, long power) {
        StringBuilder text = new StringBuilder(24);
        if (isNegative) {
            text.append('-');
        }
        text.append(scaled / power).append('.');
        long fraction = scaled % power;
        for (long digit = power / 10; digit > 1 && fraction < digit; digit /= 10) {
            text.append('0');
        }
        return text.append(fraction).toString();
    }
}
