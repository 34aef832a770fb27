package dev.larder.agent.core.key.text;

import java.util.function.IntPredicate;

/**
 * Turns characters that may not stand in a key into {@code %XX} for each byte of their UTF-8 form.
 *
 * <p>A surrogate without its partner, which UTF-8 cannot express, becomes the three bytes its number would have: no
 * valid text contributes those, so different strings stay different.
 */
public final class PercentEscape {

    /** The most characters a contribution may have; what takes more is refused for the call. */
    static final int MAX_CHARS = 1 << 24;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** The first byte of a character's UTF-8 form, by the number of bytes that follow it. */
    private static final int[] LEAD = {0, 0xC0, 0xE0, 0xF0};

    private static final boolean[] PLAIN = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.@-"
                .chars()
                .forEach(c -> PLAIN[c] = true);
    }

    private PercentEscape() {}

    static boolean isPlain(int c) {
        return c < PLAIN.length && PLAIN[c];
    }

    /** Whether {@code c} behind a contribution could be taken for more of it. */
    public static boolean continues(char c) {
        return isPlain(c) || c == '%' || c == '!' || c == '(';
    }

    /**
     * Escapes what is not plain.
     *
     * @param from where the first such character is
     */
    static String escape(String value, int from) {
        StringBuilder text = new StringBuilder(value.length() + 16).append(value, 0, from);
        for (int i = from; i < value.length(); ) {
            int c = value.codePointAt(i);
            i += Character.charCount(c);
            if (isPlain(c)) {
                text.append((char) c);
            } else {
                append(text, c);
            }
            if (text.length() > MAX_CHARS) {
                throw new UnsupportedKeyException(
                        "a String of more than " + MAX_CHARS + " characters, escapes included, cannot be part of a key",
                        "Pass a shorter text, or write a template without it.");
            }
        }
        return text.toString();
    }

    /** A template's own text: printable ASCII stays as it is. */
    public static String literal(String text) {
        return escape(text, c -> c <= ' ' || c > '~' || c == '%');
    }

    /** As {@link #literal}, but with nothing in it that ends a signature, chooses a slot or marks a digest. */
    public static String signature(String text) {
        return escape(text, c -> c <= ' ' || c > '~' || "%{}:#".indexOf(c) >= 0);
    }

    private static String escape(String value, IntPredicate isEscaped) {
        StringBuilder text = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            if (isEscaped.test(c)) {
                append(text, c);
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }

    private static void append(StringBuilder text, int c) {
        if (c < 0x80) {
            appendByte(text, c);
            return;
        }
        int following = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        appendByte(text, LEAD[following] | (c >> (6 * following)));
        for (int i = following - 1; i >= 0; i--) {
            appendByte(text, 0x80 | ((c >> (6 * i)) & 0x3F));
        }
    }

    private static void appendByte(StringBuilder text, int value) {
        text.append('%').append(HEX[value >> 4]).append(HEX[value & 0xF]);
    }
}
