package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The text of a value, as earlier builds have stored it under the same fingerprint, and will read it. */
final class StoredFormatTest {

    private static final long SEED = 20_261_130L;

    private static final String STORED = "[\"a\",{\"amount\":\"-1050,2\",\"at\":\"2026-11-30T14:15:36.500Z\",\"ch\":97,"
            + "\"names\":[\"h\",1,\"a\"],\"number\":-7,\"price\":19.99,\"ratio\":1.0E-5,\"small\":1.5,"
            + "\"tags\":[\"i\",\"x\"],\"text\":\"ü\\\"\\\\\\n\\u0001😀\"},null,2]";

    private static final String COMPRESSED = "AVoBAAABbRWPQeyLVkpU0lEqLskvSk0ZZdA2EGIB";

    record Stored(
            int number,
            double price,
            double ratio,
            Float small,
            char ch,
            String text,
            BigDecimal amount,
            Instant at,
            List<String> tags,
            Map<Integer, String> names) {}

    private final ValueCodec codec = RoundTrip.codec(new TypeRef<List<Stored>>() {});
    private final Stored value = new Stored(
            -7,
            19.99,
            1e-5,
            1.5f,
            'a',
            "ü\"\\\n\u0001😀",
            new BigDecimal("-10.50"),
            Instant.parse("2026-11-30T14:15:36.5Z"),
            List.of("x"),
            new HashMap<>(Map.of(1, "a")));

    @Test
    void encode_writesWhatEarlierBuildsRead() throws CodecException {
        List<Stored> values = new ArrayList<>();
        values.add(value);
        values.add(null);
        values.add(value);
        assertThat(RoundTrip.text(codec.encode(values))).isEqualTo(STORED);
    }

    @Test
    void decode_readsWhatEarlierBuildsWrote() throws CodecException {
        assertThat(codec.decode(RoundTrip.json(STORED)))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(value, null, value);
        assertThat(RoundTrip.codec(String.class).decode(RoundTrip.json("\"\\/\\ud83d\\ude00\"")))
                .isEqualTo("/😀");
    }

    /** Read only: compressors may write other bytes for the same content. */
    @Test
    void decode_compressed_readsWhatEarlierBuildsWrote() throws CodecException {
        byte[] compressed = Base64.getDecoder().decode(COMPRESSED);
        assertThat(RoundTrip.codec(new TypeRef<List<String>>() {}).decode(compressed))
                .isEqualTo(Collections.nCopies(40, "stored"));
    }

    @Test
    void decode_nullAndBytes_readsWhatEarlierBuildsWrote() throws CodecException {
        assertThat(codec.decode(new byte[] {1, 0})).isNull();
        assertThat(RoundTrip.codec(byte[].class).decode(new byte[] {1, 2, 3, -4}))
                .isEqualTo(new byte[] {3, -4});
    }

    @Test
    void encode_anyInstant_writesItsText() throws CodecException {
        ValueCodec instants = RoundTrip.codec(Instant.class);
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            int year = random.nextInt(10_010) - 5;
            long second = LocalDate.of(year, 1, 1).toEpochDay() * 86_400 + random.nextInt(366 * 86_400);
            int nano = List.of(0, 1_000_000, 1_000, 1).get(random.nextInt(4)) * random.nextInt(1_000);
            Instant instant = Instant.ofEpochSecond(second, nano);
            assertThat(RoundTrip.text(instants.encode(instant))).isEqualTo("\"" + instant + "\"");
        }
    }

    @Test
    void encode_anyDecimal_writesItsDigitsAndScale() throws CodecException {
        ValueCodec decimals = RoundTrip.codec(BigDecimal.class);
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            BigInteger digits = new BigInteger(1 + random.nextInt(90), random);
            int scale = random.nextInt(10) == 0 ? Integer.MIN_VALUE + random.nextInt(3) : random.nextInt(40) - 20;
            BigDecimal decimal = new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
            assertThat(RoundTrip.text(decimals.encode(decimal)))
                    .isEqualTo("\"" + decimal.unscaledValue() + "," + scale + "\"");
            assertThat(decimals.decode(decimals.encode(decimal))).isEqualTo(decimal);
        }
    }
}
