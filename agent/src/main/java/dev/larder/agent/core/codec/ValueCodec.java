package dev.larder.agent.core.codec;

import org.jspecify.annotations.Nullable;

/**
 * Writes the results of one cached method and reads them back.
 *
 * <p><b>Threads.</b> Immutable and thread-safe; runs on the caller's thread.
 *
 * <p><b>Failure.</b> {@link CodecException}, and only that, whatever the value or the bytes are: an unsupported type,
 * a graph too large or too deep, bytes that are truncated, hostile or of another version. A decode failure is a miss.
 */
public interface ValueCodec {

    /** A short hash (letters and digits) of the declared type's shape and of the format. */
    String fingerprint();

    /**
     * Writes {@code value} to an envelope.
     *
     * <p>The envelope reads back as an equal graph of the same classes. The codec checks this for its first values, and
     * later for a sample.
     *
     * @throws CodecException if the value cannot be written or would not read back the same
     */
    byte[] encode(@Nullable Object value) throws CodecException;

    /** Reads a new graph, which only the caller has. */
    @Nullable
    Object decode(byte[] envelope) throws CodecException;

    /**
     * What a store in this process keeps of {@code value}; null if that is its {@linkplain #encode encoded} form, since this
     * JVM does not let objects be copied.
     *
     * @throws CodecException if the value has something that cannot be copied
     */
    @Nullable
    Copies copies(@Nullable Object value) throws CodecException;
}
