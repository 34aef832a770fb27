package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.redis.connection.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A script and the name by which Redis remembers it. Each touches the one key it is given, so it runs on whichever
 * node holds that key.
 */
public enum Script {
    CLAIM(Kind.ENTRY),
    TAKE(Kind.ENTRY),
    STORE(Kind.ENTRY),
    REPLACE(Kind.ENTRY),
    RELEASE(Kind.ENTRY),
    DISCARD(Kind.ENTRY),
    EVICT(Kind.ENTRY),
    EXPIRE(Kind.ENTRY),
    INCREMENT(Kind.ENTRY),
    INSPECT(Kind.ENTRY),
    TAG(Kind.TAG),
    KEEP(Kind.TAG),
    RENEW(Kind.TAG),
    NOTICE(Kind.TAG),
    TURN(Kind.TAG),
    USED(Kind.TAG);

    /** What the key is. */
    private enum Kind {
        ENTRY,
        TAG
    }

    private final String own;
    private final String source;
    private final String digest;

    Script(Kind kind) {
        this.own = read("scripts/" + name().toLowerCase(Locale.ROOT) + ".lua");
        String whole = kind == Kind.ENTRY ? read("scripts/entry.lua") + "\n" + own : own;
        this.source = "local function answer()\n" + whole + "\nend\n" + read("scripts/answer.lua");
        this.digest = sha1(source);
    }

    /**
     * Whether it is useful also when its caller waits no more. A loaded value is: it is stored only if its lease still
     * stands, or the value it replaces is there, and otherwise every later caller would load it again.
     */
    boolean isWantedLate() {
        return this == STORE || this == REPLACE;
    }

    /** Without the part that it shares with others. */
    String own() {
        return own;
    }

    public String source() {
        return source;
    }

    public String digest() {
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
