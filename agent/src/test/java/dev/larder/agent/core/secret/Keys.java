package dev.larder.agent.core.secret;

import java.util.Arrays;
import java.util.Base64;

/** Lines of files of keys. */
final class Keys {

    private Keys() {}

    /** The line of a key that consists of one byte again and again. */
    static String line(String id, int each) {
        return id + ":" + base64(each, 32) + "\n";
    }

    static String base64(int each, int length) {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) each);
        return Base64.getEncoder().encodeToString(key);
    }

    static KeyRing ring(String text) {
        try {
            return KeyRing.parse(text);
        } catch (BadKeysException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
