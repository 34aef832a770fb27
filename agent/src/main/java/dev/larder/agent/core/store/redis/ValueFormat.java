package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.redis.connection.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value as it is stored in Redis: when it ends, its version, the tags it was loaded under, then what the codec wrote.
 *
 * <p><b>Shape.</b> {@code 4:<deadline>:<owner>:<version>:<stale>:<tag> <version> <tag> <version>\n<envelope>}: the format's
 * version, thirteen digits, sixteen hexadecimal digits of {@link KeySpace#ownerOf} that identify the owner, sixteen of the value's own
 * version, how long before the deadline it becomes stale ({@code 0} if never), the tags with a
 * blank between each two words, and any bytes. {@code entry.lua} writes everything before the envelope, so that the
 * deadline is by the same clock as every check of it. Digits, not binary: {@code redis-cli} shows them, and Lua 5.1
 * has no integers.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch, by Redis. Good until the year 2286.
 */
final class ValueFormat {

    private static final byte VERSION = '4';
    private static final int DEADLINE_START = 2;
    private static final int DEADLINE_END = DEADLINE_START + 13;
    private static final int OWNER_START = DEADLINE_END + 1;
    private static final int OWNER_END = OWNER_START + 16;
    private static final int VERSION_START = OWNER_END + 1;
    private static final int VERSION_END = VERSION_START + 16;
    private static final int STALE_START = VERSION_END + 1;
    private static final int MAX_STALE_DIGITS = 13;
    private static final byte HEAD_END = '\n';

    private ValueFormat() {}

    /** The field of a value in the hash of its entry. */
    static byte[] fieldOf(EntryId id) {
        return Bytes.of("v:" + id.fingerprint());
    }

    /**
     * Whether {@code stored} has this format and has not ended. What another version of Larder wrote is of no use.
     */
    static boolean isUsable(byte[] stored, long redisMillis) {
        return hasHead(stored) && deadlineMillis(stored) > redisMillis;
    }

    /** Of a usable value: when it becomes stale. */
    static long staleFromMillis(byte[] stored) {
        long staleMillis = 0;
        for (int i = STALE_START; stored[i] != ':'; i++) {
            staleMillis = staleMillis * 10 + stored[i] - '0';
        }
        return deadlineMillis(stored) - staleMillis;
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
    static long ownerOf(byte[] stored) {
        return number(stored, OWNER_START);
    }

    /** Of a usable value. */
    static long versionOf(byte[] stored) {
        return number(stored, VERSION_START);
    }

    /** Sixteen hexadecimal digits; 0, which is no owner and no version, if there are other characters. */
    private static long number(byte[] stored, int start) {
        long number = 0;
        for (int i = start; i < start + 16; i++) {
            int digit = Character.digit(stored[i], 16);
            if (digit < 0) {
                return 0;
            }
            number = (number << 4) | digit;
        }
        return number;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** An owner or a version, as {@code entry.lua} writes it. */
    static byte[] write(long number) {
        return Bytes.of(HexFormat.of().toHexDigits(number));
    }

    private static boolean hasHead(byte[] stored) {
        return stored.length > STALE_START
                && stored[0] == VERSION
                && stored[1] == ':'
                && stored[DEADLINE_END] == ':'
                && stored[OWNER_END] == ':'
                && stored[VERSION_END] == ':'
                && endOfHead(stored) > 0;
    }

    /** Where the tags begin; -1 if nothing says for how long the value is stale. */
    private static int tagsStart(byte[] stored) {
        int end = STALE_START;
        int last = Math.min(stored.length, STALE_START + MAX_STALE_DIGITS + 1);
        while (end < last && stored[end] >= '0' && stored[end] <= '9') {
            end++;
        }
        return end > STALE_START && end < last && stored[end] == ':' ? end + 1 : -1;
    }

    /** Where the envelope begins; -1 if there is none. */
    private static int endOfHead(byte[] stored) {
        int start = tagsStart(stored);
        for (int i = start; start > 0 && i < stored.length; i++) {
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

    /** The envelope of a usable value. */
    static byte[] envelope(byte[] stored) {
        return Arrays.copyOfRange(stored, endOfHead(stored), stored.length);
    }

    /** All but the envelope of a usable value: no two values with tags have the same. */
    static byte[] head(byte[] stored) {
        return Arrays.copyOf(stored, endOfHead(stored));
    }

    /** Whether the tags of a usable value have this text. */
    static boolean hasTags(byte[] stored, byte[] tags) {
        int start = tagsStart(stored);
        int end = start + tags.length;
        return stored.length > end
                && stored[end] == HEAD_END
                && Arrays.equals(stored, start, end, tags, 0, tags.length);
    }

    /** The tags of a usable value, each with the version it had when the load began. */
    static Map<String, String> tags(byte[] stored) {
        int start = tagsStart(stored);
        int length = endOfHead(stored) - 1 - start;
        return length == 0 ? Map.of() : readTags(Bytes.text(Arrays.copyOfRange(stored, start, start + length)));
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
