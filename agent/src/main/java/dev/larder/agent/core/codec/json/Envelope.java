package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import java.util.Arrays;

/**
 * The bytes of a stored value.
 *
 * <p><b>Shape.</b> Byte 0 is {@link #FORMAT_VERSION}, byte 1 the kind of what follows: {@link #NULL} nothing,
 * {@link #JSON} a JSON value in UTF-8, {@link #BYTES} the bytes of a {@code byte[]} as they are, {@link #DEFLATED} one of the
 * last two in less space, see {@link Deflation}.
 */
final class Envelope {

    static final int FORMAT_VERSION = 1;
    static final int HEADER_BYTES = 2;

    static final byte NULL = 0;
    static final byte JSON = 1;
    static final byte BYTES = 2;

    /** Differs in more than one bit from the others, so that one wrong bit does not make another kind of it. */
    static final byte DEFLATED = 'Z';

    private Envelope() {}

    static byte[] ofNull() {
        return new byte[] {FORMAT_VERSION, NULL};
    }

    static byte[] ofBytes(byte[] content, int maxBytes) throws CodecException {
        if (content.length > maxBytes - HEADER_BYTES) {
            throw tooLarge(maxBytes);
        }
        byte[] envelope = new byte[HEADER_BYTES + content.length];
        envelope[0] = FORMAT_VERSION;
        envelope[1] = BYTES;
        System.arraycopy(content, 0, envelope, HEADER_BYTES, content.length);
        return envelope;
    }

    /** The kind of a well-formed envelope. */
    static byte kindOf(byte[] envelope, int maxBytes) throws CodecException {
        if (envelope.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (envelope.length < HEADER_BYTES || envelope[0] != FORMAT_VERSION) {
            throw new CodecException("not an envelope of format " + FORMAT_VERSION);
        }
        if (envelope[1] == NULL && envelope.length != HEADER_BYTES) {
            throw new CodecException("a null with content");
        }
        return envelope[1];
    }

    static byte[] bytesOf(byte[] envelope) {
        return Arrays.copyOfRange(envelope, HEADER_BYTES, envelope.length);
    }

    static CodecException tooLarge(int maxBytes) {
        return new CodecException(
                "larger than the limit of " + maxBytes + " bytes", "Return less, or raise larder.value.max-size.");
    }
}
