package dev.larder.agent.core.codec;

/**
 * Encrypts envelopes for stores that others can read, each for one entry.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> {@link CodecException}, and only that, whatever the bytes are.
 */
public interface Sealing {

    /**
     * {@code envelope} as nobody else can read it, each time in other bytes.
     *
     * @param key of the entry
     * @param fingerprint of its version
     */
    byte[] seal(byte[] envelope, String key, String fingerprint) throws CodecException;

    /** What was sealed for the same entry and version; anything else fails. */
    byte[] open(byte[] sealed, String key, String fingerprint) throws CodecException;
}
