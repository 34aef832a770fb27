package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.codec.ValueCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A declared type whose stored values are changed, and how one is read.
 *
 * @param name of the entry
 * @param codec reads; it has written nothing, as that of a process that has just been started
 * @param sample an envelope that is not compressed
 */
record FuzzTarget(String name, ValueCodec codec, Sealing sealing, byte[] sample) {

    /** In what an envelope of JSON lies in Redis. */
    enum Wrapping {
        PLAIN {
            @Override
            byte[] wrap(FuzzTarget target, byte[] envelope) {
                return envelope;
            }
        },
        DEFLATED {
            @Override
            byte[] wrap(FuzzTarget target, byte[] envelope) {
                return envelope.length < Envelope.HEADER_BYTES ? envelope : deflated(envelope, 0);
            }
        },
        SEALED {
            @Override
            byte[] wrap(FuzzTarget target, byte[] envelope) throws CodecException {
                return target.sealing.seal(envelope, target.name, target.codec.fingerprint());
            }
        };

        abstract byte[] wrap(FuzzTarget target, byte[] envelope) throws CodecException;

        /** As a call reads it. */
        Object read(FuzzTarget target, byte[] stored) throws CodecException {
            byte[] envelope =
                    this == SEALED ? target.sealing.open(stored, target.name, target.codec.fingerprint()) : stored;
            return target.codec.decode(envelope);
        }
    }

    /** With the right checksum. */
    static byte[] deflated(byte[] envelope, int lie) {
        int length = envelope.length - Envelope.HEADER_BYTES;
        byte[] packed = new byte[11 + length + 64];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(envelope, Envelope.HEADER_BYTES, length);
        deflater.finish();
        int end = 11 + deflater.deflate(packed, 11, packed.length - 11);
        deflater.end();
        packed[0] = envelope[0];
        packed[1] = Envelope.DEFLATED;
        packed[2] = envelope[1];
        ByteBuffer.wrap(packed).putInt(3, length + lie);
        return signed(Arrays.copyOf(packed, end));
    }

    /** With the right checksum in the head. */
    static byte[] signed(byte[] packed) {
        CRC32 check = new CRC32();
        check.update(packed, 1, 6);
        check.update(packed, 11, packed.length - 11);
        ByteBuffer.wrap(packed).putInt(7, (int) check.getValue());
        return packed;
    }
}
