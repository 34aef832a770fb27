package dev.larder.agent.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Encrypted values open where they were stored, and nowhere else. */
@Timeout(60)
final class SealedValuesTest {

    private static final byte[] VALUE = "\1\1{\"name\":\"jane\"}".getBytes(StandardCharsets.UTF_8);
    private static final long SEED = 20_261_130L;

    private final Sealing shop = sealing("shop", Keys.line("a", 1));

    @Test
    void value_opensWhereItWasStored() throws CodecException {
        byte[] sealed = shop.seal(VALUE, "%sK", "f1");

        assertThat(shop.open(sealed, "%sK", "f1")).isEqualTo(VALUE);
        assertThat(sealed).startsWith(1, 'S', 1, 'a').hasSize(VALUE.length + 4 + 12 + 16);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("jane");
    }

    @Test
    void sameValue_isNeverTheSameBytes() throws CodecException {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            nonces.add(Arrays.toString(Arrays.copyOfRange(shop.seal(VALUE, "%sK", "f1"), 4, 16)));
        }
        assertThat(nonces).hasSize(10_000);
    }

    @Test
    void movedValue_doesNotOpen() throws CodecException {
        byte[] sealed = shop.seal(VALUE, "%sK", "f1");

        assertMiss(shop, sealed, "%sL", "f1");
        assertMiss(shop, sealed, "%sK", "f2");
        assertMiss(shop, sealed, "%sKf", "1"); // the same characters in other parts
        assertMiss(sealing("other", Keys.line("a", 1)), sealed, "%sK", "f1");
        assertMiss(sealing("shop%", Keys.line("a", 1)), sealed, "sK", "f1");
    }

    @Test
    void otherKey_doesNotOpen_andSaysWhy() throws CodecException {
        byte[] sealed = shop.seal(VALUE, "%sK", "f1");

        assertThatThrownBy(() -> sealing("shop", Keys.line("b", 1)).open(sealed, "%sK", "f1"))
                .hasMessage("encrypted with a key that larder.values.keys does not have");
        assertMiss(sealing("shop", Keys.line("a", 2)), sealed, "%sK", "f1");
    }

    @Test
    void olderKey_opens_andTheFirstWrites() throws CodecException {
        Sealing rotated = sealing("shop", Keys.line("b", 2) + Keys.line("a", 1));

        assertThat(rotated.open(shop.seal(VALUE, "%sK", "f1"), "%sK", "f1")).isEqualTo(VALUE);
        assertThat(rotated.seal(VALUE, "%sK", "f1")).startsWith(1, 'S', 1, 'b');
        assertMiss(shop, rotated.seal(VALUE, "%sK", "f1"), "%sK", "f1");
    }

    @Test
    void plainValue_isNotTakenForASecretOne() {
        assertMiss(shop, VALUE, "%sK", "f1");
    }

    @Test
    void h105_everyFlippedBitAndEveryOtherLength_isAMiss() throws CodecException {
        byte[] sealed = shop.seal(VALUE, "%sK", "f1");
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertMiss(shop, flipped, "%sK", "f1");
        }
        for (int length = 0; length <= sealed.length + 20; length++) {
            if (length != sealed.length) {
                assertMiss(shop, Arrays.copyOf(sealed, length), "%sK", "f1");
            }
        }
    }

    @Test
    void h105_madeUpBytes_areMisses() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = 1;
                bytes[1] = 'S';
                bytes[2] = (byte) random.nextInt(40);
            }
            assertMiss(shop, bytes, "%sK", "f1");
        }
    }

    private static Sealing sealing(String namespace, String keys) {
        KeyRing ring = Keys.ring(keys);
        return new SealedValues(namespace, () -> ring);
    }

    private static void assertMiss(Sealing sealing, byte[] sealed, String key, String fingerprint) {
        assertThatThrownBy(() -> sealing.open(sealed, key, fingerprint)).isInstanceOf(CodecException.class);
    }
}
