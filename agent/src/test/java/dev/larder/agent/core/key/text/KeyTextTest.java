package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTextTest {

    @Test
    void of_plainString_isTheStringItself() {
        String plain = new String("Az09_.@-");

        assertThat(KeyText.of(plain)).isSameAs(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b|a%20b",
                "a:b|a%3Ab",
                "50%|50%25",
                "~|%7E",
                "!|%21",
                "(x,y)|%28x%2Cy%29",
                "{slot}|%7Bslot%7D",
                "*?[]|%2A%3F%5B%5D",
                "é|%C3%A9",
                "€|%E2%82%AC",
                "😀|%F0%9F%98%80",
            })
    void of_otherCharacters_escapesTheirUtf8Bytes(String value, String text) {
        assertThat(KeyText.of(value)).isEqualTo(text);
    }

    @Test
    void of_nullAndEmptyAndTheirLookalikes_differ() {
        assertThat(KeyText.of((String) null)).isEqualTo("~");
        assertThat(KeyText.of("")).isEqualTo("!");
        assertThat(KeyText.of("null")).isEqualTo("null");
    }

    @Test
    void of_surrogateWithoutPartner_keepsItsIdentity() {
        assertThat(KeyText.of("\uD800")).isEqualTo("%ED%A0%80");
        assertThat(KeyText.of("\uDFFF\uD800")).isEqualTo("%ED%BF%BF%ED%A0%80");
        assertThat(KeyText.of('\uD83D')).isNotEqualTo(KeyText.of('\uD83C'));
        assertThat(KeyText.of("\uD83D\uDE00")).isNotEqualTo(KeyText.of("\uD83D") + KeyText.of("\uDE00"));
    }

    @Property
    void of_anyValidText_isWhatPercentDecodingReverses(@ForAll String value) {
        String valid = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(decoded(KeyText.of(valid))).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.0, 1.0",
        "-1.5, -1.5",
        "0.1, 0.1",
        "19.99, 19.99",
        "1.05, 1.05",
        "52.5200066, 52.5200066",
        "-0.0000001, -0.0000001",
        "1.0E14, 100000000000000.0",
        "2.0E-322, 0x0.0000000000028p-1022",
        "1.0E23, 0x1.52d02c7e14af6p76",
        "0.30000000000000004, 0x1.3333333333334p-2",
        "NaN, NaN",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
    })
    void of_double_isShortDecimalOrHexadecimal(double value, String text) {
        assertThat(KeyText.of(value)).isEqualTo(text);
    }

    @Property
    void of_anyDouble_readsBackToTheSame(@ForAll double value) {
        assertThat(Double.doubleToLongBits(Double.parseDouble(KeyText.of(value))))
                .isEqualTo(Double.doubleToLongBits(value));
    }

    @Property
    void of_doubleOfAnyBits_readsBackToTheSame(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);

        assertThat(Double.doubleToLongBits(Double.parseDouble(KeyText.of(value))))
                .isEqualTo(Double.doubleToLongBits(value));
    }

    @Property
    void of_floatOfAnyBits_tellsItFromItsNeighbours(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        Set<String> texts = new HashSet<>();
        for (float near : new float[] {value, Math.nextUp(value), Math.nextDown(value), -value}) {
            texts.add(KeyText.of(near) + "=" + Float.floatToIntBits(near));
        }
        Set<String> values = new HashSet<>();
        texts.forEach(text -> values.add(text.substring(0, text.indexOf('='))));

        assertThat(values).hasSameSizeAs(texts);
    }

    @Test
    void of_floats_areTheShortDecimals() {
        assertThat(KeyText.of(0.1f)).isEqualTo("0.1");
        assertThat(KeyText.of(-0.0f)).isEqualTo("-0.0");
        assertThat(KeyText.of(Float.NaN)).isEqualTo("NaN");
        assertThat(KeyText.of(Float.MIN_VALUE)).isEqualTo("0x0.000002p-126");
    }

    @Test
    void of_bigNumbers_areExactAndCheap() {
        BigInteger huge = BigInteger.ONE.shiftLeft(4_000_000);

        assertThat(KeyText.of(new BigInteger("-42"))).isEqualTo("-42");
        assertThat(KeyText.of(huge)).startsWith("0x01000").hasSize(2 + 2 * 500_001);
        assertThat(KeyText.of(huge.negate())).isNotEqualTo(KeyText.of(huge));
        assertThat(KeyText.of(new BigDecimal("1.0"))).isEqualTo("1.0");
        assertThat(KeyText.of(new BigDecimal("1.00"))).isEqualTo("1.00");
        assertThat(KeyText.of(new BigDecimal("1E+1000000000"))).isEqualTo("1E%2B1000000000");
        assertThat(KeyText.of(new BigDecimal(huge, 7))).endsWith("E-7");
    }

    @Test
    void of_stringThatEscapesToTooMuch_isRefusedWithoutItsValue() {
        String hostile = "\u20AC".repeat(PercentEscape.MAX_CHARS / 9 + 1);

        assertThatThrownBy(() -> KeyText.of(hostile))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining("more than 16777216 characters")
                .hasMessageNotContaining("\u20AC");
    }

    private static String decoded(String text) {
        if (text.equals("!")) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) text.charAt(i));
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
