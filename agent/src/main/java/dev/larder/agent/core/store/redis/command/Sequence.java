package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.redis.connection.Bytes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether the answers on one connection come in the order of their commands. Redis answers in that order, and the
 * client can assign answers to commands only by it. If a proxy loses, adds or swaps one answer, every later command
 * gets the answer of another.
 *
 * <p>Three things show it. A value names the entry it belongs to: see {@code ValueFormat}. A script's answer begins
 * with the nonce of its call, and so does that of a {@code PING} after commands whose answers name nothing. And an
 * answer may have a type that its command never returns.
 *
 * <p><b>Threads.</b> Thread-safe. Shared by all threads that use the connection.
 */
final class Sequence {

    /** For the operator; always the same text, so that it is logged once. */
    static final String BROKEN =
            "an answer came that belonged to another command, and was not used. A proxy in front of"
                    + " Redis that shares connections among its clients, or that opens transactions on them, does that. Connect to"
                    + " Redis itself, or have the proxy give each client a connection of its own";

    private final String connection;
    private final AtomicLong made = new AtomicLong();

    /** Published to all threads that wait for answers: no answer can be trusted any more. */
    private volatile boolean broken;

    Sequence() {
        byte[] bits = new byte[8];
        Random.BITS.nextBytes(bits);
        this.connection = HexFormat.of().formatHex(bits) + ".";
    }

    /** Made when the first connection is: seeding it may take a while. */
    private static final class Random {

        static final SecureRandom BITS = new SecureRandom();
    }

    /** A text that no other command sends, on any connection. */
    byte[] nonce() {
        return Bytes.of(connection + made.incrementAndGet());
    }

    static boolean isEcho(@Nullable Object answer, byte[] nonce) {
        return answer instanceof byte[] bytes && Arrays.equals(bytes, nonce);
    }

    void breakOff() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }
}
