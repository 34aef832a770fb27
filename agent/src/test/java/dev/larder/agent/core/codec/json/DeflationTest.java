package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.config.LoadConfig;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that take less space: which are compressed, and what a reader makes of others' bytes. */
@Timeout(60)
final class DeflationTest {

    private static final int MAX_BYTES = 1 << 20;
    private static final int ABOVE = 500;
    private static final int HEAD = 11;

    private final ValueCodec texts = codec(String.class);
    private final ValueCodec bytes = codec(byte[].class);

    @Test
    void value_aboveTheThreshold_takesLessAndComesBack() throws CodecException {
        String text = "the same words again, ".repeat(200);
        byte[] envelope = texts.encode(text);

        assertThat(envelope).hasSizeLessThan(200).startsWith(1, 'Z', 1);
        assertThat(texts.decode(envelope)).isEqualTo(text);
        byte[] raw = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(bytes.encode(raw)).hasSizeLessThan(200).startsWith(1, 'Z', 2);
        assertThat((byte[]) bytes.decode(bytes.encode(raw))).isEqualTo(raw);
    }

    @Test
    void value_uptoTheThreshold_isStoredAsBefore() throws CodecException {
        ValueCodec before = RoundTrip.codec(String.class);
        String text = "a".repeat(ABOVE - 4); // two quotes, two bytes in front

        assertThat(texts.encode(text)).isEqualTo(before.encode(text)).hasSize(ABOVE);
        assertThat(texts.encode(text + "a")).hasSizeLessThan(ABOVE);
    }

    @Test
    void value_thatGetsNoSmaller_isStoredAsItIs() throws CodecException {
        byte[] noise = new byte[5_000];
        new Random(7).nextBytes(noise);

        assertThat(bytes.encode(noise)).hasSize(noise.length + 2).startsWith(1, 2);
    }

    @Test
    void valueOfAnEarlierRelease_isRead() throws CodecException {
        String text = "plain ".repeat(1_000);

        assertThat(texts.decode(RoundTrip.codec(String.class).encode(text))).isEqualTo(text);
        assertThat(texts.fingerprint()).isEqualTo(RoundTrip.codec(String.class).fingerprint());
    }

    @Test
    void sizeLimit_holdsForTheFormBeforeItIsCompressed() {
        assertThatThrownBy(() -> texts.encode("a".repeat(MAX_BYTES)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("larger than the limit of " + MAX_BYTES + " bytes");
    }

    @Test
    void h105_bombs_areMissesInLittleMemory() {
        byte[] bomb = deflate(new byte[64 << 20]);
        for (int length : new int[] {0, 1, 1_000, MAX_BYTES - 2, MAX_BYTES, 64 << 20, Integer.MAX_VALUE, -1}) {
            assertTimeout(Duration.ofSeconds(2), () -> assertMiss(bytes, packed(2, length, bomb)));
        }
        assertMiss(bytes, packed(2, MAX_BYTES - 2, new byte[20])); // promises much and has nothing
        assertMiss(bytes, packed(2, 100, deflate(new byte[101])));
        assertMiss(bytes, packed(2, 100, deflate(new byte[99])));
        assertMiss(bytes, packed(2, 100, Arrays.copyOf(deflate(new byte[100]), 200)));
    }

    @Test
    void h105_compressedInsideOfCompressed_isAMiss() throws CodecException {
        byte[] once = bytes.encode(new byte[5_000]);
        byte[] content = Arrays.copyOfRange(once, 2, once.length);

        for (int kind : new int[] {'Z', 0, 3, 255}) {
            assertMiss(bytes, packed(kind, content.length, deflate(content)));
        }
    }

    @Test
    void h105_everyFlippedBitAndEveryShorterText_isAMiss() throws CodecException {
        byte[] envelope = texts.encode("the same words again, ".repeat(100));
        for (int bit = 0; bit < 8 * envelope.length; bit++) {
            byte[] flipped = envelope.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertMiss(texts, flipped);
            assertMiss(bytes, flipped);
        }
        for (int length = 0; length < envelope.length; length++) {
            assertMiss(texts, Arrays.copyOf(envelope, length));
        }
        assertMiss(texts, Arrays.copyOf(envelope, envelope.length + 1));
    }

    @Test
    void compressors_areSharedByManyThreads() {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            int seed = thread;
            threads.add(CompletableFuture.runAsync(() -> roundTrips(seed)));
        }
        threads.forEach(CompletableFuture::join);
    }

    private void roundTrips(int seed) {
        try {
            for (int i = 0; i < 200; i++) {
                String text = IntStream.range(0, 500 + i)
                        .mapToObj(n -> seed + "-" + n)
                        .reduce("", String::concat);
                assertThat(texts.decode(texts.encode(text))).isEqualTo(text);
            }
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertMiss(ValueCodec codec, byte[] envelope) {
        assertThatThrownBy(() -> codec.decode(envelope)).isInstanceOf(CodecException.class);
    }

    private static byte[] packed(int kind, int length, byte[] content) {
        byte[] packed = new byte[HEAD + content.length];
        packed[0] = 1;
        packed[1] = 'Z';
        packed[2] = (byte) kind;
        System.arraycopy(content, 0, packed, HEAD, content.length);
        ByteBuffer.wrap(packed).putInt(3, length);
        CRC32 check = new CRC32();
        check.update(packed, 1, 6);
        check.update(content);
        ByteBuffer.wrap(packed).putInt(7, (int) check.getValue());
        return packed;
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        while (!deflater.finished()) {
            out.write(some, 0, deflater.deflate(some));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static ValueCodec codec(Type type) {
        return new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES, ABOVE).codecFor(type, MAX_BYTES);
    }
}
