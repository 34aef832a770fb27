package dev.larder.agent.core.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Bounds the length of keys.
 *
 * <p><b>Shape.</b> A key of more than 200 characters keeps its first 167 (or 166 or 165, so as not to cut an escape in
 * two) and ends in {@code #} and 32 hexadecimal digits: the first half of the SHA-256 of the whole. Keys are ASCII, so
 * characters are bytes.
 *
 * <p><b>Why</b> a short key that merely looks like a shortened one is shortened as well: else an argument could forge
 * another key's digest.
 */
public final class KeyLength {

    public static final int MAX_BYTES = 200;

    private static final int DIGEST_CHARS = 1 + 32;
    private static final int MAX_PREFIX_CHARS = MAX_BYTES - DIGEST_CHARS;

    /** At most two characters go with a cut escape. */
    private static final int MIN_SHORTENED_CHARS = MAX_BYTES - 2;

    private KeyLength() {}

    /** The key itself, or what stands for it when it is too long. */
    public static String bound(String key) {
        return key.length() < MIN_SHORTENED_CHARS ? key : boundLong(key);
    }

    private static String boundLong(String key) {
        boolean fits = key.length() <= MAX_BYTES && key.charAt(key.length() - DIGEST_CHARS) != '#';
        return fits ? key : key.substring(0, prefixLength(key)) + "#" + digest(key);
    }

    private static int prefixLength(String key) {
        int escape = key.indexOf('%', MAX_PREFIX_CHARS - 2);
        return escape >= 0 && escape < MAX_PREFIX_CHARS ? escape : Math.min(MAX_PREFIX_CHARS, key.length());
    }

    private static String digest(String key) {
        byte[] hash = sha256().digest(key.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash, 0, hash.length / 2);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
