package dev.larder.agent.core.store.redis.connection;

import java.nio.charset.StandardCharsets;

/** Text on the wire is UTF-8. */
public final class Bytes {

    private Bytes() {}

    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] of(long number) {
        return of(Long.toString(number));
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
