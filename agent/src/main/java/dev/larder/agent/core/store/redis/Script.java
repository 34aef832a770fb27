package dev.larder.agent.core.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script and the name by which Redis remembers it. Each touches the one key it is given, so it runs on whichever
 * node holds that key.
 */
enum Script {
    CLAIM("claim"),
    STORE("store"),
    RELEASE("release"),
    DISCARD("discard"),
    INSPECT("inspect");

    private final String source;
    private final String digest;

    Script(String name) {
        this.source = read("scripts/" + name + ".lua");
        this.digest = sha1(source);
    }

    String source() {
        return source;
    }

    String digest() {
        return digest;
    }

    private static String read(String resource) {
        try (InputStream in = Script.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The agent's jar lacks " + resource);
            }
            return Bytes.text(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(Bytes.of(source)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
