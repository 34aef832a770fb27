package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Glob;

/**
 * The part of Redis that is ours: every key that begins with the namespace and a colon, which is an entry, or with the
 * namespace and a {@code #}, which is a tag. A namespace has neither of the two in it.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class KeySpace {

    private final String entryPrefix;
    private final String tagPrefix;
    private final String namespacePattern;

    KeySpace(String namespace) {
        this.entryPrefix = namespace + ":";
        this.tagPrefix = namespace + "#";
        StringBuilder pattern = new StringBuilder();
        namespace.chars().forEach(c -> appendLiteral(pattern, (char) c));
        this.namespacePattern = pattern.toString();
    }

    byte[] keyOf(String key) {
        return Bytes.of(entryPrefix + key);
    }

    byte[] tagKeyOf(String tag) {
        return Bytes.of(tagPrefix + tag);
    }

    /** The key of the mark, which would be that of a tag without a name. */
    byte[] markKey() {
        return tagKeyOf("");
    }

    /**
     * A pattern for {@code SCAN} that no entry slips through. It lets too many through where {@code glob} says
     * {@code ?}: one character is one to four bytes. {@link #isMatch} then decides.
     */
    byte[] scanPattern(String glob) {
        StringBuilder pattern = new StringBuilder(namespacePattern).append(':');
        glob.chars().forEach(c -> {
            if (c == '*' || c == '?') {
                pattern.append('*');
            } else {
                appendLiteral(pattern, (char) c);
            }
        });
        return Bytes.of(pattern.toString());
    }

    /** A pattern for {@code SCAN} that all entries match and all tags. */
    byte[] scanPatternForEverything() {
        return Bytes.of(namespacePattern + "[:#]*");
    }

    boolean isMatch(Glob glob, byte[] redisKey) {
        String text = Bytes.text(redisKey);
        return text.startsWith(entryPrefix) && glob.matches(text.substring(entryPrefix.length()));
    }

    /** Whether it is the key of a tag that has a name. */
    boolean isTag(byte[] redisKey) {
        String text = Bytes.text(redisKey);
        return text.startsWith(tagPrefix) && text.length() > tagPrefix.length();
    }

    private static void appendLiteral(StringBuilder pattern, char c) {
        if ("*?[]\\".indexOf(c) >= 0) {
            pattern.append('\\');
        }
        pattern.append(c);
    }
}
