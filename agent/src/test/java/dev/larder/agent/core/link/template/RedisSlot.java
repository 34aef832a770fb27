package dev.larder.agent.core.link.template;

import java.nio.charset.StandardCharsets;

/** The slot of a key as a Redis cluster computes it: CRC16 of the key, or of what its first pair of braces holds. */
final class RedisSlot {

    static final int COUNT = 16384;

    private RedisSlot() {}

    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        String hashed = close > open + 1 ? key.substring(open + 1, close) : key;
        int crc = 0;
        for (byte b : hashed.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
            }
            crc &= 0xFFFF;
        }
        return crc % COUNT;
    }
}
