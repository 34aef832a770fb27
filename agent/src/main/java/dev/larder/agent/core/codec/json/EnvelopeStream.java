package dev.larder.agent.core.codec.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects a JSON envelope and stops the writer once it is larger than allowed. */
final class EnvelopeStream extends OutputStream {

    /** Thrown while writing; {@link JsonCodec} turns it into the exception callers know. */
    static final class Full extends IOException {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final int INITIAL_BYTES = 512;

    private final int maxBytes;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size = Envelope.HEADER_BYTES;

    EnvelopeStream(int maxBytes) {
        this.maxBytes = maxBytes;
        buffer[0] = Envelope.FORMAT_VERSION;
        buffer[1] = Envelope.JSON;
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
