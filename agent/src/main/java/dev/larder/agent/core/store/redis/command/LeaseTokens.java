package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.redis.connection.Bytes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes tokens that no other loader has: 128 random bits of this process, and a number.
 *
 * <p><b>Threads.</b> Thread-safe; random bits are drawn once, since drawing them may lock and wait.
 */
public final class LeaseTokens {

    private final String process;
    private final AtomicLong made = new AtomicLong();

    /** Of one process. */
    public LeaseTokens() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        this.process = HexFormat.of().formatHex(bits);
    }

    /** For a load, or for whatever else nobody else must have. */
    public byte[] next() {
        return Bytes.of(process + "." + made.incrementAndGet());
    }

    /** For a put that takes its lease and stores at once. Other puts wait for it: see {@code entry.lua}. */
    public byte[] nextToPut() {
        return Bytes.of("put." + process + "." + made.incrementAndGet());
    }
}
