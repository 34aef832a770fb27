package dev.larder.agent.core.codec.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects a JSON envelope and stops the writer once it is larger than allowed.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 */
final class EnvelopeStream extends OutputStream {

    /** Thrown while writing; {@link JsonCodec} turns it into the exception callers know. */
    static final class Full extends IOException {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final int INITIAL_BYTES = 8_192;

    /** A larger buffer is not kept. */
    private static final int MOST_KEPT = 1 << 18;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size;
    private int maxBytes;

    /** Begins a new envelope. */
    void open(int maxBytes) {
        buffer[0] = Envelope.FORMAT_VERSION;
        buffer[1] = Envelope.JSON;
        size = Envelope.HEADER_BYTES;
        this.maxBytes = maxBytes;
    }

    /** Gives up a buffer that is too large to be kept. */
    void release() {
        if (buffer.length > MOST_KEPT) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > maxBytes - size) {
            throw new Full();
        }
        if (size + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + length, (int) Math.min(2L * buffer.length, maxBytes)));
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    byte[] toEnvelope() {
        return Arrays.copyOf(buffer, size);
    }
}
