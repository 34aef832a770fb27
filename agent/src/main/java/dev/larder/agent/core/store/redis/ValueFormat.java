package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.redis.connection.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value as it is stored in Redis: when it ends, the tags it was loaded under, then what the codec wrote.
 *
 * <p><b>Shape.</b> {@code 3:<deadline>:<owner>:<tag> <version> <tag> <version>\n<envelope>}: the format's version,
 * thirteen digits, sixteen hexadecimal digits of {@link KeySpace#ownerOf} that identify the owner, the tags with a
 * blank between each two words, and any bytes. {@code store.lua} writes everything before the envelope, so that the
 * deadline is by the same clock as every check of it. Digits, not binary: {@code redis-cli} shows them, and Lua 5.1
 * has no integers.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch, by Redis. Good until the year 2286.
 */
final class ValueFormat {

    private static final byte VERSION = '3';
    private static final int DEADLINE_START = 2;
    private static final int DEADLINE_END = DEADLINE_START + 13;
    private static final int OWNER_START = DEADLINE_END + 1;
    private static final int OWNER_END = OWNER_START + 16;
    private static final int TAGS_START = OWNER_END + 1;
    private static final byte HEAD_END = '\n';

    private ValueFormat() {}

    /** The field of a value in the hash of its entry. */
    static byte[] fieldOf(EntryId id) {
        return Bytes.of("v:" + id.fingerprint());
    }

    /**
     * Whether {@code stored} has this format and has not expired. What another version of Larder wrote is not fresh.
     */
    static boolean isFresh(byte[] stored, long redisMillis) {
        return hasHead(stored) && deadlineMillis(stored) > redisMillis;
    }

    /**
     * Whether {@code stored} is neither a value of this owner nor one in another version's format, so that Larder
     * cannot have written it there.
     */
    static boolean isForeign(byte[] stored, long owner) {
        return hasHead(stored) ? ownerOf(stored) != owner : !isOfAnotherVersion(stored);
    }

    private static boolean isOfAnotherVersion(byte[] stored) {
        return stored.length > DEADLINE_END
                && isDigit(stored[0])
                && stored[0] != VERSION
                && stored[1] == ':'
                && stored[DEADLINE_END] == ':'
                && deadlineMillis(stored) > 0;
    }

    /** 0, which is no owner, if there are other characters than those of a number. */
    private static long ownerOf(byte[] stored) {
        long owner = 0;
        for (int i = OWNER_START; i < OWNER_END; i++) {
            int digit = Character.digit(stored[i], 16);
            if (digit < 0) {
                return 0;
            }
            owner = (owner << 4) | digit;
        }
        return owner;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** As {@code store.lua} writes it. */
    static byte[] write(long owner) {
        return Bytes.of(HexFormat.of().toHexDigits(owner));
    }

    private static boolean hasHead(byte[] stored) {
        return stored.length > TAGS_START
                && stored[0] == VERSION
                && stored[1] == ':'
                && stored[DEADLINE_END] == ':'
                && stored[OWNER_END] == ':'
                && endOfHead(stored) > 0;
    }

    /** Where the envelope begins; -1 if there is none. */
    private static int endOfHead(byte[] stored) {
        for (int i = TAGS_START; i < stored.length; i++) {
            if (stored[i] == HEAD_END) {
                return i + 1;
            }
        }
        return -1;
    }

    private static long deadlineMillis(byte[] stored) {
        long millis = 0;
        for (int i = DEADLINE_START; i < DEADLINE_END; i++) {
            int digit = stored[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            millis = millis * 10 + digit;
        }
        return millis;
    }

    /** The envelope of a value that was found fresh. */
    static byte[] envelope(byte[] stored) {
        return Arrays.copyOfRange(stored, endOfHead(stored), stored.length);
    }

    /** All but the envelope of a value that was found fresh: no two values with tags have the same. */
    static byte[] head(byte[] stored) {
        return Arrays.copyOf(stored, endOfHead(stored));
    }

    /** Whether the tags of a value that was found fresh have this text. */
    static boolean hasTags(byte[] stored, byte[] tags) {
        int end = TAGS_START + tags.length;
        return stored.length > end
                && stored[end] == HEAD_END
                && Arrays.equals(stored, TAGS_START, end, tags, 0, tags.length);
    }

    /** The tags of a value that was found fresh, each with the version it had when the load began. */
    static Map<String, String> tags(byte[] stored) {
        int length = endOfHead(stored) - 1 - TAGS_START;
        return length == 0
                ? Map.of()
                : readTags(Bytes.text(Arrays.copyOfRange(stored, TAGS_START, TAGS_START + length)));
    }

    /** What {@link #write} wrote. */
    static Map<String, String> readTags(String text) {
        if (text.isEmpty()) {
            return Map.of();
        }
        String[] words = text.split(" ", -1);
        Map<String, String> versions = new LinkedHashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            versions.put(words[i], words[i + 1]);
        }
        return versions;
    }

    static byte[] write(Map<String, String> versions) {
        StringBuilder text = new StringBuilder();
        versions.forEach((tag, version) ->
                text.append(text.isEmpty() ? "" : " ").append(tag).append(' ').append(version));
        return Bytes.of(text.toString());
    }
}
