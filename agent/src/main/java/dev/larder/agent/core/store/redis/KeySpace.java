package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.redis.connection.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The keys in Redis that belong to a namespace: those that begin with the namespace and a colon are entries, those
 * that begin with the namespace and a {@code #} are tags. A namespace contains neither of the two characters.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class KeySpace {

    /** With a blank, which no tag has. */
    private static final String OWNER = " application";

    /** With a character that no tag of an application has, as those below. */
    private static final String USED = "\u0004";

    /** How the keys of turns go on, like those of no tag that an application can name. */
    private static final String TURN = "\u0003";

    private final String namespace;
    private static final long FIRST = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final String entryPrefix;
    private final String tagPrefix;
    private final String namespacePattern;
    private final long namespaceHash;

    KeySpace(String namespace) {
        this.namespace = namespace;
        this.entryPrefix = namespace + ":";
        this.tagPrefix = namespace + "#";
        this.namespaceHash = hash(FIRST, entryPrefix);
        StringBuilder pattern = new StringBuilder();
        namespace.chars().forEach(c -> appendLiteral(pattern, (char) c));
        this.namespacePattern = pattern.toString();
    }

    byte[] keyOf(String key) {
        return Bytes.of(entryPrefix + key);
    }

    /**
     * Identifies the owner of a value by namespace, key and version. Two owners are equal only by accident, once in
     * 10^19 times. It is part of the layout in Redis: it never changes within one version of {@link ValueFormat}.
     */
    long ownerOf(EntryId id) {
        long hash = hash(hash(namespaceHash, id.key()) * PRIME, id.fingerprint());
        hash = (hash ^ (hash >>> 32)) * SPREAD; // else the last characters would reach the upper half alone
        return hash ^ (hash >>> 29);
    }

    /** FNV-1a, by characters. Neither copies nor allocates. */
    private static long hash(long begun, String text) {
        long hash = begun;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    byte[] tagKeyOf(String tag) {
        return Bytes.of(tagPrefix + tag);
    }

    /**
     * The key of the turn to refresh an entry. The entry's key in braces has a cluster keep both on one server, unless there are
     * braces in the key itself; then they are on two, which is as good.
     */
    byte[] turnKeyOf(EntryId id) {
        return Bytes.of(tagPrefix + TURN + "{" + entryPrefix + id.key() + "}" + id.fingerprint());
    }

    /** The key of an entry without the namespace; null if it is none of the namespace's. */
    @Nullable
    String entryOf(String redisKey) {
        return redisKey.startsWith(entryPrefix) ? redisKey.substring(entryPrefix.length()) : null;
    }

    /** The same for tags, and what is kept like tags. */
    @Nullable
    String tagOf(String redisKey) {
        return redisKey.startsWith(tagPrefix) ? redisKey.substring(tagPrefix.length()) : null;
    }

    /** The key of the mark, which would be that of a tag without a name. */
    byte[] markKey() {
        return tagKeyOf("");
    }

    /** The key that says which application uses the namespace. */
    byte[] ownerKey() {
        return tagKeyOf(OWNER);
    }

    /** The key of what is used most. */
    byte[] usedKey() {
        return tagKeyOf(USED);
    }

    String namespace() {
        return namespace;
    }

    /**
     * A pattern for {@code SCAN} that finds every matching entry. It finds too many where {@code glob} has a {@code
     * ?}, since one character is one to four bytes. {@link #isMatch} then decides.
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

    /** A pattern for {@code SCAN} that all entries and all tags match. */
    byte[] scanPatternForEverything() {
        return Bytes.of(namespacePattern + "[:#]*");
    }

    boolean isMatch(Glob glob, byte[] redisKey) {
        String text = Bytes.text(redisKey);
        return text.startsWith(entryPrefix) && glob.matches(text.substring(entryPrefix.length()));
    }

    /** Whether it is the key of a tag that an application can name. */
    boolean isTag(byte[] redisKey) {
        String text = Bytes.text(redisKey);
        return text.startsWith(tagPrefix)
                && text.length() > tagPrefix.length()
                && !text.startsWith(tagPrefix + TURN)
                && !text.equals(tagPrefix + USED)
                && !text.equals(tagPrefix + Generation.TAG)
                && !text.equals(tagPrefix + Notices.TAG);
    }

    private static void appendLiteral(StringBuilder pattern, char c) {
        if ("*?[]\\".indexOf(c) >= 0) {
            pattern.append('\\');
        }
        pattern.append(c);
    }
}
