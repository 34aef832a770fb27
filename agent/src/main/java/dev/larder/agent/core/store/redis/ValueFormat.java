package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value as it lies in Redis: when it ends, the tags it was loaded under, then what the codec wrote.
 *
 * <p><b>Shape.</b> {@code 2:<deadline>:<tag> <version> <tag> <version>\n<envelope>}: the format's version, thirteen
 * digits, the tags with a blank between each two words, and any bytes. What stands before the envelope is written by
 * {@code store.lua}, so that the deadline is by the same clock as every look at it. Digits, not binary: it can be read in
 * {@code redis-cli}, and Lua 5.1 has no integers.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch, by Redis. Good until the year 2286.
 */
final class ValueFormat {

    private static final int DEADLINE_START = 2;
    private static final int DEADLINE_END = DEADLINE_START + 13;
    private static final int TAGS_START = DEADLINE_END + 1;
    private static final byte HEAD_END = '\n';

    private ValueFormat() {}

    /** Where in the hash of its entry a value lies. */
    static byte[] fieldOf(EntryId id) {
        return Bytes.of("v:" + id.fingerprint());
    }

    /** Whether {@code stored} is of this format and not over. What another version of Larder wrote is not fresh. */
    static boolean isFresh(byte[] stored, long redisMillis) {
        return hasHead(stored) && deadlineMillis(stored) > redisMillis;
    }

    private static boolean hasHead(byte[] stored) {
        return stored.length > TAGS_START
                && stored[0] == '2'
                && stored[1] == ':'
                && stored[DEADLINE_END] == ':'
                && endOfHead(stored) > 0;
    }

    /** Where the envelope begins; -1 for nowhere. */
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

    /** Of a value that was found fresh. */
    static byte[] envelope(byte[] stored) {
        return Arrays.copyOfRange(stored, endOfHead(stored), stored.length);
    }

    /** All but the envelope, of a value that was found fresh: no two values with tags have the same. */
    static byte[] head(byte[] stored) {
        return Arrays.copyOf(stored, endOfHead(stored));
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
