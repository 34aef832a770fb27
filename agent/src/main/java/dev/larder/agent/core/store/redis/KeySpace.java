package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Glob;

/**
 * The part of Redis that is ours: every key that begins with the namespace and a colon.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class KeySpace {

    private final String prefix;

    KeySpace(String namespace) {
        this.prefix = namespace + ":";
    }

    byte[] keyOf(String key) {
        return Bytes.of(prefix + key);
    }

    /**
     * A pattern for {@code SCAN} that no key slips through. It lets too many through where {@code glob} says
     * {@code ?}: one character is one to four bytes. {@link #isMatch} then decides.
     */
    byte[] scanPattern(String glob) {
        StringBuilder pattern = new StringBuilder();
        prefix.chars().forEach(c -> appendLiteral(pattern, (char) c));
        glob.chars().forEach(c -> {
            if (c == '*' || c == '?') {
                pattern.append('*');
            } else {
                appendLiteral(pattern, (char) c);
            }
        });
        return Bytes.of(pattern.toString());
    }

    boolean isMatch(Glob glob, byte[] redisKey) {
        String text = Bytes.text(redisKey);
        return text.startsWith(prefix) && glob.matches(text.substring(prefix.length()));
    }

    private static void appendLiteral(StringBuilder pattern, char c) {
        if ("*?[]\\".indexOf(c) >= 0) {
            pattern.append('\\');
        }
        pattern.append(c);
    }
}
