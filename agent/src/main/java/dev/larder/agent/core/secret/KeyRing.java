package dev.larder.agent.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one file.
 *
 * <p><b>Shape of the file.</b> A line {@code <id>:<32 bytes in base64>} for each key; blank lines and lines that begin with
 * {@code #} count for nothing. The first key encrypts, and each decrypts what names it. The line with the id {@code digest} is no such
 * key: the names of entries are made with it. Without that line they are made with the last key, which is the oldest.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class KeyRing {

    static final String DIGEST = "digest";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final int KEY_BYTES = 32;

    private final Map<String, SecretKey> keys;
    private final String writing;
    private final byte[] digestKey;

    private KeyRing(Map<String, SecretKey> keys, String writing, byte[] digestKey) {
        this.keys = keys;
        this.writing = writing;
        this.digestKey = digestKey;
    }

    static KeyRing parse(String text) throws BadKeysException {
        Map<String, byte[]> read = new LinkedHashMap<>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && content.charAt(0) != '#') {
                addLine(content, number, read);
            }
        }
        byte[] digest = read.remove(DIGEST);
        if (read.isEmpty()) {
            throw new BadKeysException("it has no key");
        }
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        byte[] oldest = new byte[0];
        for (Map.Entry<String, byte[]> key : read.entrySet()) {
            keys.put(key.getKey(), new SecretKeySpec(key.getValue(), "AES"));
            oldest = key.getValue();
        }
        String first = read.keySet().iterator().next();
        return new KeyRing(keys, first, digest == null ? oldest : digest);
    }

    private static void addLine(String content, int number, Map<String, byte[]> read) throws BadKeysException {
        int colon = content.indexOf(':');
        if (colon < 0) {
            throw BadKeysException.in(number, "has no colon");
        }
        String id = content.substring(0, colon).strip();
        if (!ID.matcher(id).matches()) {
            throw BadKeysException.in(
                    number, "has an id that is not 1 to 32 letters, digits, underscores, dots or hyphens");
        }
        if (read.put(id, key(content.substring(colon + 1).strip(), number)) != null) {
            throw BadKeysException.in(number, "has an id that an earlier line has");
        }
    }

    private static byte[] key(String base64, int number) throws BadKeysException {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw BadKeysException.in(number, "has a key that is not base64");
        }
        if (key.length != KEY_BYTES) {
            throw BadKeysException.in(number, "has a key of " + key.length + " bytes instead of " + KEY_BYTES);
        }
        return key;
    }

    /** The id of the key that encrypts. */
    String writingId() {
        return writing;
    }

    /** Null for an unknown id. */
    @Nullable
    SecretKey key(String id) {
        return keys.get(id);
    }

    int size() {
        return keys.size();
    }

    HiddenNames names() {
        return HiddenNames.of(digestKey);
    }

    boolean hasDigestOf(KeyRing other) {
        return Arrays.equals(digestKey, other.digestKey);
    }
}
