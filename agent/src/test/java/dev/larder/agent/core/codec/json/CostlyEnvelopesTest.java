package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.fixtures.Took;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts within the size limit that an attacker has made to keep a reader busy are misses, and soon. */
@Timeout(60)
final class CostlyEnvelopesTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int MANY = 20_000;

    record Pair(int one, int other) {}

    /** Two thousand sets, each of them of a list that can be reached in four million ways. */
    @Test
    void h105_manySetsWhoseHashCodesTakeLong_areMalformedTogether() throws Exception {
        StringBuilder list = new StringBuilder("[\"[\",[\"a\"]]");
        for (int number = 0; number < 22; number++) {
            list.insert(0, "[\"[\",[\"a\",").append(",[\"[\",").append(number).append("]]]");
        }
        String text = "[\"a\"," + list + ",[\"[\",[\"h\",[\"[\",22]]]".repeat(2_000) + "]";
        assertSoonAMiss(RoundTrip.codec(new TypeRef<List<Object>>() {}), text);
    }

    /** Hash codes of records can be chosen by whoever chooses their numbers. */
    @Test
    void h105_keysOfOneHashCode_areMalformed() throws Exception {
        String pairs = IntStream.range(0, MANY)
                .mapToObj(i -> ",{\"one\":" + i + ",\"other\":" + -31 * i + "}")
                .collect(Collectors.joining());
        assertThat(new Pair(7, -217).hashCode()).isEqualTo(new Pair(0, 0).hashCode());
        for (String kind : List.of("h", "k", "s", "c")) {
            assertSoonAMiss(RoundTrip.codec(new TypeRef<Set<Pair>>() {}), "[\"" + kind + "\"" + pairs + "]");
        }
        for (String kind : List.of("h", "i", "ht")) {
            String entries = pairs.replace("}", "},1");
            assertSoonAMiss(RoundTrip.codec(new TypeRef<Map<Pair, Integer>>() {}), "[\"" + kind + "\"" + entries + "]");
        }
    }

    private static void assertSoonAMiss(ValueCodec codec, String text) throws Exception {
        byte[] envelope = RoundTrip.json(text);
        assertThat(envelope.length).isLessThan(RoundTrip.MAX_VALUE_BYTES);
        assertThat(Took.atBest(SOON, () -> assertThatThrownBy(() -> codec.decode(envelope))
                        .isInstanceOf(CodecException.class)))
                .isLessThan(SOON);
    }

    /** Numbers next to each other, doubles with the same low bits, and a thousand of one hash code. */
    @Test
    void ordinaryKeys_areRead() {
        Set<Double> doubles = IntStream.range(0, MANY).mapToObj(i -> (double) i).collect(Collectors.toSet());
        assertThat(RoundTrip.of(new TypeRef<Set<Double>>() {}, doubles)).isEqualTo(doubles);
        Map<Long, String> longs = new HashMap<>();
        IntStream.range(0, MANY).forEach(i -> longs.put((long) i << 32, "a"));
        assertThat(RoundTrip.of(new TypeRef<Map<Long, String>>() {}, longs)).isEqualTo(longs);
        Set<Pair> alike = IntStream.range(0, 1_000)
                .mapToObj(i -> new Pair(i, -31 * i))
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(RoundTrip.of(new TypeRef<Set<Pair>>() {}, alike)).isEqualTo(alike);
    }

    /** Found by the fuzzer: a few digits more than are written were read. */
    @Test
    void h105_numbersOfMoreDigitsThanAreWritten_areMalformed() throws CodecException {
        ValueCodec numbers = RoundTrip.codec(BigInteger.class);
        for (int digits : List.of(9_990, 10_001, 10_015)) {
            String text = "9".repeat(digits);
            if (digits < 10_000) {
                assertThat(numbers.decode(RoundTrip.json('"' + text + '"'))).isEqualTo(new BigInteger(text));
                continue;
            }
            assertThatThrownBy(() -> numbers.encode(new BigInteger(text))).hasMessageContaining("digits");
            assertThatThrownBy(() -> numbers.decode(RoundTrip.json('"' + text + '"')))
                    .hasMessageContaining("digits");
        }
    }
}
