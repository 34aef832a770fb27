package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes in less space.
 *
 * <p><b>Shape.</b> Byte 0 and 1 as of every {@link Envelope}, the second {@link Envelope#DEFLATED}; the kind of the envelope
 * that this was; four bytes with the length of its content, four with a CRC-32 of all bytes but these and the first, both the
 * highest byte first; then the content as a raw stream of {@code DEFLATE}.
 *
 * <p><b>Bounds.</b> Memory is taken for the length that is written, which must be allowed, and possible for so many bytes.
 *
 * <p><b>Threads.</b> Thread-safe. Compressors are pooled, since each has some hundred KB outside of the heap; of a pool that
 * is empty a caller makes one more, and of a full one it is ended at once.
 *
 * <p><b>Why</b> {@code DEFLATE}, at its lowest level: see RATIONALE.
 */
final class Deflation {

    private static final int LEVEL = Deflater.BEST_SPEED;
    private static final int KIND_AT = 2;
    private static final int LENGTH_AT = 3;
    private static final int CHECK_AT = 7;
    private static final int CONTENT_AT = 11;

    /** One byte of a stream stands for no more than these. */
    private static final int MOST_EXPANSION = 1_032;

    private static final int POOLED = Math.min(Runtime.getRuntime().availableProcessors(), 8);
    private static final Queue<Deflater> DEFLATERS = new ArrayBlockingQueue<>(POOLED);
    private static final Queue<Inflater> INFLATERS = new ArrayBlockingQueue<>(POOLED);

    private Deflation() {}

    /** The same in less space, or {@code envelope} if it does not take less. */
    static byte[] deflated(byte[] envelope) {
        int length = envelope.length - Envelope.HEADER_BYTES;
        byte[] packed = new byte[envelope.length - 1];
        if (packed.length <= CONTENT_AT) {
            return envelope;
        }
        Deflater deflater = pooled(DEFLATERS.poll());
        int written;
        boolean isWhole;
        try {
            deflater.setInput(envelope, Envelope.HEADER_BYTES, length);
            deflater.finish();
            written = deflater.deflate(packed, CONTENT_AT, packed.length - CONTENT_AT);
            isWhole = deflater.finished();
        } finally {
            giveBack(deflater);
        }
        if (!isWhole) {
            return envelope;
        }
        packed[0] = Envelope.FORMAT_VERSION;
        packed[1] = Envelope.DEFLATED;
        packed[KIND_AT] = envelope[1];
        ByteBuffer numbers = ByteBuffer.wrap(packed).putInt(LENGTH_AT, length);
        numbers.putInt(CHECK_AT, checkOf(packed, CONTENT_AT + written));
        return Arrays.copyOf(packed, CONTENT_AT + written);
    }

    /** The envelope that {@code packed} was made of. */
    static byte[] inflated(byte[] packed, int maxBytes) throws CodecException {
        if (packed.length < CONTENT_AT) {
            throw new CodecException("a compressed envelope without its head");
        }
        ByteBuffer numbers = ByteBuffer.wrap(packed);
        if (numbers.getInt(CHECK_AT) != checkOf(packed, packed.length)) {
            throw new CodecException("a compressed envelope that was changed");
        }
        int length = numbers.getInt(LENGTH_AT);
        if (length < 0 || length > maxBytes - Envelope.HEADER_BYTES) {
            throw Envelope.tooLarge(maxBytes);
        }
        if (length > (long) MOST_EXPANSION * (packed.length - CONTENT_AT)) {
            throw new CodecException("a compressed envelope that promises more than it has");
        }
        byte[] envelope = new byte[Envelope.HEADER_BYTES + length];
        envelope[0] = Envelope.FORMAT_VERSION;
        envelope[1] = kindOf(packed);
        inflate(packed, envelope);
        return envelope;
    }

    /** Nothing else is compressed. */
    private static byte kindOf(byte[] packed) throws CodecException {
        byte kind = packed[KIND_AT];
        if (kind != Envelope.JSON && kind != Envelope.BYTES) {
            throw new CodecException("a compressed envelope of unknown kind");
        }
        return kind;
    }

    private static void inflate(byte[] packed, byte[] envelope) throws CodecException {
        Inflater inflater = pooled(INFLATERS.poll());
        try {
            inflater.setInput(packed, CONTENT_AT, packed.length - CONTENT_AT);
            int length = envelope.length - Envelope.HEADER_BYTES;
            int read = inflater.inflate(envelope, Envelope.HEADER_BYTES, length);
            boolean isWhole = read == length && !hasMore(inflater);
            if (!isWhole || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new CodecException("a compressed envelope of another length than it says");
            }
        } catch (DataFormatException e) {
            throw new CodecException("a compressed envelope that cannot be read");
        } finally {
            giveBack(inflater);
        }
    }

    /** Also reads the end of a stream whose content is complete. */
    private static boolean hasMore(Inflater inflater) throws DataFormatException {
        return !inflater.finished() && inflater.inflate(new byte[1]) > 0;
    }

    private static int checkOf(byte[] packed, int end) {
        CRC32 check = new CRC32();
        check.update(packed, 1, CHECK_AT - 1);
        check.update(packed, CONTENT_AT, end - CONTENT_AT);
        return (int) check.getValue();
    }

    private static Deflater pooled(@Nullable Deflater free) {
        return free == null ? new Deflater(LEVEL, true) : free;
    }

    private static Inflater pooled(@Nullable Inflater free) {
        return free == null ? new Inflater(true) : free;
    }

    /** It keeps no bytes of a value, and refers to none. */
    private static void giveBack(Deflater used) {
        used.reset();
        if (!DEFLATERS.offer(used)) {
            used.end();
        }
    }

    private static void giveBack(Inflater used) {
        used.reset();
        if (!INFLATERS.offer(used)) {
            used.end();
        }
    }
}
