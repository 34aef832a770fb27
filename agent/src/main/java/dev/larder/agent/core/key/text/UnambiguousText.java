package dev.larder.agent.core.key.text;

import java.util.UUID;

/**
 * Which values can be told by their text alone, where nothing is known of their type.
 *
 * <p>Three classes share the texts that are no group and name no type: digits are a {@code Long}, what has the shape of a
 * UUID is a {@link UUID}, and everything else is a {@code String}. A string that looks like one of the others names its
 * type. These are the types of nearly all identifiers; an {@code Integer} names its type, since its digits are a
 * {@code Long}'s.
 */
final class UnambiguousText {

    private static final int UUID_LENGTH = 36;

    private UnambiguousText() {}

    static boolean isOf(Object value) {
        return value instanceof Long
                || value instanceof UUID
                || (value instanceof String text && !looksLikeNumber(text) && !looksLikeUuid(text));
    }

    /** Whether it holds for each value of the class. */
    static boolean isAlwaysOf(Class<?> type) {
        return type == Long.class || type == UUID.class;
    }

    private static boolean looksLikeNumber(String text) {
        for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Generous: what it takes for a UUID without need merely names its type. */
    private static boolean looksLikeUuid(String text) {
        return text.length() == UUID_LENGTH
                && text.charAt(8) == '-'
                && text.charAt(13) == '-'
                && text.charAt(18) == '-'
                && text.charAt(23) == '-';
    }
}
