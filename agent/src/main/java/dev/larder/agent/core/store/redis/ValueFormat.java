package dev.larder.agent.core.store.redis;

import java.util.Arrays;

/**
 * A value as it lies in Redis: when it ends, then what the codec wrote.
 *
 * <p><b>Shape.</b> {@code 1:<deadline>:<envelope>}: the format's version, thirteen digits, and any bytes. The prefix is
 * written by {@code store.lua}, so that the deadline is by the same clock as every look at it. Digits, not binary: it
 * can be read in {@code redis-cli}, and Lua 5.1 has no integers.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch, by Redis. Good until the year 2286.
 */
final class ValueFormat {

    private static final int DEADLINE_START = 2;
    private static final int DEADLINE_END = DEADLINE_START + 13;
    private static final int HEADER_BYTES = DEADLINE_END + 1;

    private ValueFormat() {}

    /** Whether {@code stored} is of this format and not over. What another version of Larder wrote is not fresh. */
    static boolean isFresh(byte[] stored, long redisMillis) {
        return hasHeader(stored) && deadlineMillis(stored) > redisMillis;
    }

    static byte[] envelope(byte[] stored) {
        return Arrays.copyOfRange(stored, HEADER_BYTES, stored.length);
    }

    private static boolean hasHeader(byte[] stored) {
        return stored.length >= HEADER_BYTES && stored[0] == '1' && stored[1] == ':' && stored[DEADLINE_END] == ':';
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
}
